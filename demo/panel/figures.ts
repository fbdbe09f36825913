import { h, setText } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { median } from '../shop/meter.ts';
import type { Shop } from '../shop/shop.ts';
import type { PanelSection } from './section.ts';

/** What the network saw, and how long things took. */
export function figures(shop: Shop): PanelSection {
  const { summary, meter, network } = shop;
  const requests = h('strong', { class: 'promise-count', id: 'requests' }, '0');
  const promise = h('p', { class: 'promise-text' });
  const recommend = h('dd', { id: 'recommend-ms' });
  const repaint = h('dd', { id: 'repaint-ms' });
  const element = h(
    'section',
    { class: 'panel-section', 'aria-label': 'Network and time' },
    h('div', { class: 'promise' }, h('span', { class: 'promise-lock' }, icon('lock')), requests, promise),
    h(
      'dl',
      { class: 'figures' },
      pair('Last shelf computed in', recommend),
      pair('Event to repaint', repaint),
      pair('Kernels', summary.kernels === 'wasm' ? 'WebAssembly SIMD' : 'JavaScript'),
      pair('Profile kept in', summary.storage === 'device' ? 'this browser' : 'memory only'),
      pair('Bundle', h('dd', { class: 'code', title: summary.bundleVersion }, summary.bundleVersion.slice(0, 8))),
      pair('Bundle opened in', milliseconds(summary.tookMs)),
    ),
  );
  return {
    element,
    draw() {
      const since = network.sinceSettled();
      setText(requests, String(since));
      setText(
        promise,
        `${since === 1 ? 'request' : 'requests'} by this page since the shop opened. ${
          meter.listBytes === undefined
            ? 'Nothing you do here leaves this device.'
            : `Its worker fetched ${kilobytes(meter.listBytes)} of the catalogue, in lists chosen by your interests; what you did stays on this device.`
        }`,
      );
      setText(recommend, meter.lastRecommend === undefined ? '–' : milliseconds(meter.lastRecommend));
      const middle = median(meter.repaints);
      setText(
        repaint,
        middle === undefined ? '–' : `${milliseconds(meter.repaints[0]!)} (median ${milliseconds(middle)})`,
      );
    },
  };
}

function pair(term: string, value: string | HTMLElement): HTMLElement {
  return h('div', {}, h('dt', {}, term), typeof value === 'string' ? h('dd', {}, value) : value);
}

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
