import type { ItemDisplay, Placement, RecommendRequest, TimedShelf } from '../../engine/shelf/types.ts';
import type { ErrorJson } from '../../errors/error.ts';
import type { Recommender } from '../types.ts';
import { bind, type CardContent, defaultCard, skeleton } from './card.ts';
import { Contents } from './contents.ts';
import { reconcile } from './keyed.ts';
import { shelfSheet } from './style.ts';
import { watchVisibility } from './visibility.ts';

export interface VitrineShelf extends HTMLElement {
  /** Who fills it. Default: the recommender given to `defineShelf`. */
  recommender: Recommender | undefined;
  /** What is shown now. */
  readonly shelf: TimedShelf | undefined;
  /** Why nothing could be recommended; the element then shows its own content. */
  readonly error: ErrorJson | undefined;
  /** Asks again and repaints. */
  refresh(): Promise<void>;
}

/** `detail` of the events `vitrine-impression` (items in view, once per recId) and `vitrine-select` (plus the chosen item). */
export interface ShelfEventDetail {
  recId: string;
  placement: Placement | undefined;
  itemIds: string[];
  itemId?: string;
  /** Place on the shelf, from 0. */
  position?: number;
}

const DEFAULT_K = 8;
const DEFAULT_HEADING = 'Recommended for you';

let common: Recommender | undefined;
const waiting = new Set<{ connect(): void }>();

/**
 * Defines `<vitrine-shelf placement k item context category repeats heading>` and gives `recommender` to all that have none of their own.
 * `context`: ids of the items that the page is about, with commas between; they count as the newest interest and are not shown.
 * `repeats` = `allow` or `exclude` overrides what the bundle learned about items taken before.
 * Content of the element is shown until a shelf is there, and stays where none can be; a `<template>` in it draws an item,
 * filling elements with `data-field` = title, price, reason, brand, category, description, image (src) or link (href).
 * Choosing an item tracks `select_item`; preventDefault on `vitrine-select` stops the link from being followed.
 * Safe to call again, with or without a recommender. Until it is defined the element has no size of its own; to keep its
 * place, the page's style sheet says
 * `vitrine-shelf { display: block; min-height: calc(clamp(8.5rem, 40vw, 12.5rem) + 10em) }`.
 */
export function defineShelf(recommender?: Recommender): void {
  common = recommender ?? common;
  for (const shelf of waiting) shelf.connect();
  if (!customElements.get('vitrine-shelf')) customElements.define('vitrine-shelf', shelfClass());
}

/** Made on demand: `extends HTMLElement` at module level would throw where pages are rendered on a server. */
function shelfClass(): CustomElementConstructor {
  return class extends HTMLElement implements VitrineShelf {
    static readonly observedAttributes = ['placement', 'k', 'item', 'context', 'category', 'repeats', 'heading'];
    shelf: TimedShelf | undefined;
    error: ErrorJson | undefined;
    readonly #root = this.attachShadow({ mode: 'open' });
    readonly #heading = document.createElement('h2');
    readonly #list = document.createElement('ul');
    readonly #region = document.createElement('section');
    readonly #fallback = document.createElement('slot');
    readonly #nodes = new Map<string, HTMLLIElement>();
    readonly #contents = new Contents();
    #own: Recommender | undefined;
    #stops: (() => void)[] = [];
    #turn = 0;
    #seen = '';
    #inView = false;
    #changed = false;
    #following = false;
    #painted = '';

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [shelfSheet()];
      this.#heading.setAttribute('part', 'heading');
      this.#list.setAttribute('part', 'list');
      // Lists without markers are no lists to Safari's screen reader unless they say so.
      this.#list.setAttribute('role', 'list');
      this.#region.append(this.#heading, this.#list);
      this.#root.append(this.#region, this.#fallback);
      this.#list.addEventListener('click', (event) => this.#select(event));
      // A parser that is still reading the page connects the element before its content.
      this.#fallback.addEventListener('slotchange', () => {
        if (!this.shelf) this.#await();
      });
    }

    get recommender(): Recommender | undefined {
      return this.#own ?? common;
    }

    set recommender(recommender: Recommender | undefined) {
      this.#own = recommender;
      this.connect();
    }

    connectedCallback(): void {
      this.#name();
      if (!this.shelf) this.#await();
      this.connect();
    }

    disconnectedCallback(): void {
      this.#turn++;
      waiting.delete(this);
      for (const stop of this.#stops.splice(0)) stop();
    }

    attributeChangedCallback(): void {
      if (!this.isConnected) return;
      this.#name();
      void this.refresh();
    }

    /** Starts to follow its recommender, once there is one. */
    connect(): void {
      if (!this.isConnected) return;
      for (const stop of this.#stops.splice(0)) stop();
      waiting.add(this);
      const { recommender } = this;
      if (!recommender) return;
      waiting.delete(this);
      this.#stops = [
        recommender.onChange(() => void this.#follow()),
        watchVisibility(this, (inView) => {
          this.#inView = inView;
          this.#impress();
        }),
      ];
      void this.refresh();
    }

    /** One question at a time, and after it one more for all that changed meanwhile: a burst of events must not pile up. */
    async #follow(): Promise<void> {
      this.#changed = true;
      if (this.#following) return;
      this.#following = true;
      try {
        while (this.#changed && this.isConnected) {
          this.#changed = false;
          await this.refresh();
        }
      } finally {
        this.#following = false;
      }
    }

    async refresh(): Promise<void> {
      const { recommender } = this;
      if (!recommender) return;
      const turn = ++this.#turn;
      const item = this.getAttribute('item');
      // Titles are needed to draw, and reasons name items by theirs: the first shelf waits for them, later ones have them.
      if (!this.shelf) await recommender.items([]);
      const request = this.#request();
      const question = JSON.stringify([item, request]);
      const shelf = await (item ? recommender.similar(item, request) : recommender.recommend(request));
      const contents = await this.#contents.of(shelf, recommender, this);
      if (turn !== this.#turn) return;
      this.error = shelf.error;
      this.toggleAttribute('data-failed', shelf.error !== undefined);
      // A worker that died takes no shelf from the page: what stands there was a good answer a moment ago.
      if (shelf.error && this.#nodes.size > 0 && question === this.#painted) return;
      this.#painted = question;
      this.shelf = shelf;
      this.#paint(contents);
    }

    #request(): Partial<RecommendRequest> {
      const placement = this.getAttribute('placement') as Placement | null;
      const context = this.getAttribute('context');
      const category = this.getAttribute('category');
      const repeats = this.getAttribute('repeats') as RecommendRequest['repeats'] | null;
      return {
        k: this.#k(),
        ...(placement && { placement }),
        ...(context && { context: context.split(/\s*,\s*/) }),
        ...(category && { category }),
        ...(repeats && { repeats }),
      };
    }

    #k(): number {
      const k = Number(this.getAttribute('k') ?? DEFAULT_K);
      return Number.isInteger(k) && k > 0 ? k : DEFAULT_K;
    }

    #name(): void {
      const heading = this.getAttribute('heading') ?? DEFAULT_HEADING;
      this.#heading.textContent = heading;
      this.#heading.hidden = heading === '';
      this.#region.setAttribute('aria-label', heading || DEFAULT_HEADING);
    }

    /** Before the first shelf: the element's own content, or places of the size of the cards to come. */
    #await(): void {
      const own = this.#hasContent();
      this.#region.hidden = own;
      this.#region.setAttribute('aria-busy', 'true');
      if (!own) this.#list.replaceChildren(...Array.from({ length: this.#k() }, skeleton));
    }

    #hasContent(): boolean {
      return [...this.children].some((child) => !(child instanceof HTMLTemplateElement) && !child.slot);
    }

    #paint(contents: Map<string, CardContent>): void {
      const filled = contents.size > 0;
      this.toggleAttribute('data-empty', !filled && !this.#hasContent());
      this.#region.removeAttribute('aria-busy');
      this.#region.hidden = !filled;
      this.#fallback.hidden = filled;
      reconcile(
        this.#list,
        this.#nodes,
        [...contents.keys()],
        (itemId) => this.#create(contents.get(itemId)!.item),
        ({ dataset }) => {
          this.querySelector(`:scope > [slot="${CSS.escape(dataset.slot ?? '')}"]`)?.remove();
        },
      );
      for (const [itemId, node] of this.#nodes) {
        const { slot } = node.dataset;
        const drawn = slot ? this.querySelector(`:scope > [slot="${CSS.escape(slot)}"]`) : node;
        if (drawn) bind(drawn, contents.get(itemId)!);
      }
      this.#impress();
    }

    /** One item: the page's template in the page's own tree, so that its style sheets apply; else the default card. */
    #create(item: ItemDisplay): HTMLLIElement {
      const { itemId } = item;
      const place = document.createElement('li');
      place.dataset.item = itemId;
      place.setAttribute('part', 'item');
      const template = this.querySelector<HTMLTemplateElement>(':scope > template');
      if (!template) {
        place.append(defaultCard(item));
        return place;
      }
      const drawn = document.createElement('div');
      const slot = document.createElement('slot');
      slot.name = drawn.slot = place.dataset.slot = `item-${itemId}`;
      drawn.append(template.content.cloneNode(true));
      place.append(slot);
      this.append(drawn);
      return place;
    }

    #select(event: Event): void {
      const path = event.composedPath();
      const place = path.find((node) => node instanceof HTMLLIElement && node.dataset.item !== undefined);
      const control = path.some((node) => node instanceof HTMLAnchorElement || node instanceof HTMLButtonElement);
      const itemId = (place as HTMLLIElement | undefined)?.dataset.item;
      if (itemId === undefined || !control) return;
      const position = [...this.#list.children].indexOf(place as HTMLLIElement);
      if (!this.#tell('vitrine-select', { itemId, position })) event.preventDefault();
      void this.recommender?.track('select_item', itemId);
    }

    #impress(): void {
      if (!this.#inView || !this.shelf || this.shelf.recId === this.#seen || this.#nodes.size === 0) return;
      this.#seen = this.shelf.recId;
      this.#tell('vitrine-impression');
    }

    /** False where a listener prevented the default. */
    #tell(name: string, more: Partial<ShelfEventDetail> = {}): boolean {
      const detail: ShelfEventDetail = {
        recId: this.shelf?.recId ?? '',
        placement: (this.getAttribute('placement') as Placement | null) ?? undefined,
        itemIds: [...this.#nodes.keys()],
        ...more,
      };
      return this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable: true, detail }));
    }
  };
}
