/** How a list draws its items; `update` is called for items that stay. */
export interface KeyedDrawing<T> {
  key(item: T): string;
  create(item: T): HTMLElement;
  update?(element: HTMLElement, item: T): void;
}

const KEY = 'key';
const still = matchMedia('(prefers-reduced-motion: reduce)');

/**
 * Makes the children of `list` show `items` in order. An item that stays keeps its element, so its picture never flickers
 * and focus is not lost; it slides to its new place (the FLIP technique), a new one fades in.
 */
export function drawKeyed<T>(list: HTMLElement, items: readonly T[], drawing: KeyedDrawing<T>): void {
  const before = new Map<string, HTMLElement>();
  for (const child of [...list.children] as HTMLElement[]) {
    const key = child.dataset[KEY];
    if (key === undefined) child.remove();
    else before.set(key, child);
  }
  const animate = before.size > 0 && !still.matches;
  const places = new Map<HTMLElement, DOMRect>();
  if (animate) for (const child of before.values()) places.set(child, child.getBoundingClientRect());

  let next = list.firstElementChild as HTMLElement | null;
  const fresh: HTMLElement[] = [];
  for (const item of items) {
    const key = drawing.key(item);
    let element = before.get(key);
    if (element) {
      before.delete(key);
      drawing.update?.(element, item);
    } else {
      element = drawing.create(item);
      element.dataset[KEY] = key;
      fresh.push(element);
    }
    if (element === next) next = next.nextElementSibling as HTMLElement | null;
    else list.insertBefore(element, next);
  }
  for (const gone of before.values()) gone.remove();
  if (animate) slide(places, fresh);
}

function slide(places: ReadonlyMap<HTMLElement, DOMRect>, fresh: readonly HTMLElement[]): void {
  for (const [element, old] of places) {
    if (!element.isConnected) continue;
    const now = element.getBoundingClientRect();
    const dx = old.left - now.left;
    const dy = old.top - now.top;
    if (dx === 0 && dy === 0) continue;
    element.animate([{ transform: `translate(${dx}px, ${dy}px)` }, { transform: 'none' }], {
      duration: 320,
      easing: 'cubic-bezier(.2, .7, .2, 1)',
    });
  }
  for (const element of fresh) {
    element.animate([{ opacity: 0 }, { opacity: 1 }], {
      duration: 260,
      easing: 'ease-out',
    });
  }
}
