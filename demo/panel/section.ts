import { type Child, h } from '../dom/element.ts';

/** A part of the panel. `draw` is called after every change while the panel is open. */
export interface PanelSection {
  element: HTMLElement;
  draw(): Promise<void> | void;
}

export function sectionBox(id: string, heading: string, ...children: Child[]): HTMLElement {
  return h(
    'section',
    { class: 'panel-section', 'aria-labelledby': `panel-${id}` },
    h('h3', { id: `panel-${id}` }, heading),
    ...children,
  );
}

/** A bar of `share` (0 to 1) of its track; drawn by a transform, so that it moves without layout. */
export function bar(share: number): HTMLElement {
  const fill = h('i', { class: 'bar-fill' });
  const track = h('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
  setBar(track, share);
  return track;
}

export function setBar(track: Element, share: number): void {
  (track.firstElementChild as HTMLElement).style.transform = `scaleX(${Math.max(0, Math.min(1, share)).toFixed(3)})`;
}
