const SLIDE = { duration: 200, easing: 'ease-out' };

/**
 * Puts the children of `list` in `order`, which holds all of them. No node is made or drawn again, and those that already
 * stand right stay untouched. The focus stays where it is: a browser takes it from a node that is removed and inserted, so
 * the focused child stays and the others move around it. Nothing scrolls. `slides` shows where each went, except to those who
 * asked for less motion.
 */
export function arrange(list: HTMLElement, order: readonly HTMLElement[], slides: boolean): void {
  const { activeElement } = list.getRootNode() as Document | ShadowRoot;
  const places =
    slides &&
    !matchMedia('(prefers-reduced-motion:reduce)').matches &&
    order.map((child) => child.getBoundingClientRect());
  holdScroll(list);
  const start = order.findIndex((child) => child.contains(activeElement));
  for (let i = start - 1; i >= 0; i--)
    if (order[i + 1]!.previousElementSibling !== order[i]) put(list, order[i]!, order[i + 1]!);
  for (let i = Math.max(start, 0) + 1; i < order.length; i++)
    if (order[i - 1]!.nextElementSibling !== order[i]) put(list, order[i]!, order[i - 1]!.nextSibling);
  if (!places) return;
  order.forEach((child, i) => {
    const { x, y } = child.getBoundingClientRect();
    const [dx, dy] = [places[i]!.x - x, places[i]!.y - y];
    if (dx || dy) child.animate({ transform: [`translate(${dx}px,${dy}px)`, 'none'] }, SLIDE);
  });
}

/**
 * A browser scrolls after a child that it takes for what is being read (scroll anchoring). It does so when it lays out the next
 * frame, which is after that frame's callbacks.
 */
function holdScroll({ style }: HTMLElement): void {
  const { overflowAnchor } = style;
  if (overflowAnchor === 'none') return;
  style.overflowAnchor = 'none';
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      style.overflowAnchor = overflowAnchor;
    }),
  );
}

/** Where the browser can, as a move: videos play on, frames are not loaded again. */
function put(list: HTMLElement, child: HTMLElement, before: Node | null): void {
  if ('moveBefore' in list) list.moveBefore(child, before);
  else (list as HTMLElement).insertBefore(child, before);
}
