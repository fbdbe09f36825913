import type { ItemDisplay, Recommendation } from '../../engine/shelf/types.ts';
import { safeUrl } from '../safeUrl.ts';

export interface CardContent {
  item: ItemDisplay;
  recommendation: Recommendation;
  /** Formatted, with currency; empty where unknown. */
  price: string;
}

/** What `data-field` of a template may name. */
export type Field = 'title' | 'price' | 'reason' | 'brand' | 'category' | 'description' | 'image' | 'link';

function textOf(field: string, { item, recommendation, price }: CardContent): string {
  if (field === 'price') return price;
  if (field === 'reason') return recommendation.reason;
  if (field === 'title') return item.title ?? item.itemId;
  return field === 'brand' || field === 'category' || field === 'description' ? (item[field] ?? '') : '';
}

/** Fills every `data-field` element inside `root`. Text goes in as text, never as markup. */
export function bind(root: ParentNode, content: CardContent): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-field]')) {
    const field = element.dataset.field as Field;
    if (field === 'image') setUrl(element, 'src', safeUrl(content.item.image, 'image'));
    else if (field === 'link') setUrl(element, 'href', safeUrl(content.item.link, 'link'));
    else {
      const text = textOf(field, content);
      if (element.textContent !== text) element.textContent = text;
    }
  }
}

function setUrl(element: HTMLElement, attribute: 'src' | 'href', url: string | undefined): void {
  if (url === undefined) element.removeAttribute(attribute);
  else if (element.getAttribute(attribute) !== url) element.setAttribute(attribute, url);
}

/** The default card: one link, or one button where the catalogue has no link. The title names it, so its picture does not. */
export function defaultCard(item: ItemDisplay): HTMLElement {
  const card = document.createElement(safeUrl(item.link, 'link') ? 'a' : 'button');
  card.className = 'card';
  card.setAttribute('part', 'card');
  if (card instanceof HTMLAnchorElement) card.dataset.field = 'link';
  else card.setAttribute('type', 'button');
  const picture = part('span', 'picture');
  if (safeUrl(item.image, 'image')) {
    const image = document.createElement('img');
    Object.assign(image, { alt: '', loading: 'lazy', decoding: 'async', draggable: false });
    image.dataset.field = 'image';
    // The place stays empty, as for an item without a picture: no torn icon.
    image.addEventListener('error', () => image.remove());
    picture.append(image);
  }
  card.append(picture, ...(['title', 'price', 'reason'] as const).map((field) => part('span', field, field)));
  return card;
}

/** A card's place before its contents are known. */
export function skeleton(): HTMLLIElement {
  const place = document.createElement('li');
  place.className = 'bone';
  place.setAttribute('aria-hidden', 'true');
  place.append(...['picture', 'title', 'price', 'reason'].map((name) => part('span', name)));
  return place;
}

function part(tag: string, name: string, field?: Field): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  element.setAttribute('part', name);
  if (field) element.dataset.field = field;
  return element;
}
