import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import type { Shop } from '../shop/shop.ts';
import { figures } from './figures.ts';
import { history } from './history.ts';
import { interests } from './interests.ts';
import { reasons } from './reasons.ts';

export interface Panel {
  open(): void;
  close(): void;
  toggle(): void;
}

/** Long enough that the shelf is painted before the panel asks for its explanation. */
const SETTLE_MS = 60;

/** "What this page knows": beside the shop on a wide screen, a sheet over its lower part on a phone. */
export function createPanel(shop: Shop, element: HTMLElement, buttons: () => NodeListOf<Element>): Panel {
  const sections = [figures(shop), interests(shop), reasons(shop), history(shop)];
  const heading = h('h2', { tabindex: '-1' }, 'What this page knows');
  element.append(
    h(
      'div',
      { class: 'panel-head' },
      heading,
      h(
        'button',
        { class: 'round', type: 'button', 'aria-label': 'Close', onclick: () => panel.close() },
        icon('close'),
      ),
    ),
    h(
      'div',
      { class: 'panel-body', tabindex: '0', role: 'group', 'aria-label': 'Details' },
      ...sections.map((section) => section.element),
    ),
  );

  let timer: ReturnType<typeof setTimeout> | undefined;
  const draw = () => {
    timer = undefined;
    if (!element.hidden) for (const section of sections) void section.draw();
  };
  const changed = () => {
    if (!element.hidden) timer ??= setTimeout(draw, SETTLE_MS);
  };
  shop.recommender.onChange(changed);
  shop.shelves.onChange(changed);
  shop.network.onChange(changed);
  shop.meter.onChange(changed);

  let opener: Element | null = null;
  const show = (visible: boolean) => {
    element.hidden = !visible;
    document.body.classList.toggle('with-panel', visible);
    for (const button of buttons()) button.setAttribute('aria-expanded', String(visible));
  };
  const panel: Panel = {
    open() {
      opener = document.activeElement;
      show(true);
      draw();
      heading.focus({ preventScroll: true });
    },
    close() {
      if (timer !== undefined) clearTimeout(timer);
      timer = undefined;
      const inside = element.contains(document.activeElement);
      show(false);
      if (inside && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    },
    toggle: () => (element.hidden ? panel.open() : panel.close()),
  };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !element.hidden) panel.close();
  });
  return panel;
}
