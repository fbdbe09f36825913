import { createRecommender } from '../src/page/index.ts';
import { h } from './dom/element.ts';
import { createPanel } from './panel/panel.ts';
import { footer, header } from './parts/header.ts';
import { startRouter } from './shop/router.ts';
import { hrefOf } from './shop/routes.ts';
import { openShop } from './shop/shop.ts';
import { loadStorefront } from './shop/storefront.ts';
import { warmItems } from './shop/warm.ts';
import { openView } from './views/open.ts';
import type { View } from './views/view.ts';

const BUNDLE = './models/shop/';

async function start(): Promise<void> {
  const main = document.getElementById('main')!;
  const name = document.documentElement.dataset.shop!;
  const front = loadStorefront(`${BUNDLE}storefront.json`);
  const recommender = createRecommender({
    bundle: BUNDLE,
    worker: './vitrine.worker.js',
    profileName: `vitrine-demo:${name}`,
  });
  const shop = await openShop(name, recommender, front, document.getElementById('announcer')!).catch(
    (error: unknown) => {
      main.replaceChildren(closed(error));
    },
  );
  if (!shop) return;
  const panel = createPanel(shop, document.getElementById('panel')!, () => document.querySelectorAll('#panel-button'));
  const mark = header(shop, document.getElementById('header')!, panel.toggle);
  footer(shop, document.getElementById('footer')!);

  let current: View | undefined;
  let turn = 0;
  startRouter(async (route, navigated) => {
    const mine = ++turn;
    const view = await openView(shop, route, panel.open);
    if (mine !== turn) return view.close();
    current?.close();
    current = view;
    main.replaceChildren(view.element);
    main.dataset.route = hrefOf(route);
    mark(route);
    document.title = view.title === shop.name ? `${shop.name} · a Vitrine demo` : `${view.title} · ${shop.name}`;
    if (navigated) main.focus({ preventScroll: true });
  });
  shop.network.settle();
  warmItems(shop.recommender, shop.summary.items);
}

function closed(error: unknown): HTMLElement {
  const { code, message } = error as { code?: string; message?: string };
  return h(
    'div',
    { class: 'view view-message', role: 'alert' },
    h('h1', {}, 'The shop could not open'),
    h('p', {}, message ?? String(error)),
    code ? h('p', { class: 'code' }, code) : null,
  );
}

void start();
