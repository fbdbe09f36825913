import { h, setText } from '../dom/element.ts';
import type { Shop } from '../shop/shop.ts';

/** Takes the profile out of this browser as a file, and such a file in. */
export function profileFile(shop: Shop): HTMLElement {
  const input = h('input', {
    type: 'file',
    accept: 'application/json,.json',
    hidden: true,
    id: 'profile-file',
    'aria-label': 'Profile to import',
  });
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    input.value = '';
    if (file) void take(shop, file).then((outcome) => setText(said, outcome));
  });
  const said = h('p', { class: 'panel-note', role: 'status' });
  return h(
    'div',
    { class: 'panel-actions' },
    h('button', { class: 'button button-quiet', type: 'button', onclick: () => void give(shop) }, 'Export'),
    h('button', { class: 'button button-quiet', type: 'button', onclick: () => input.click() }, 'Import'),
    input,
    said,
  );
}

async function give(shop: Shop): Promise<void> {
  const text = await shop.recommender.exportProfile();
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  h('a', { href: url, download: 'vitrine-profile.json' }).click();
  // The download has begun, but may still read.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** What came of it, in words. */
async function take(shop: Shop, file: File): Promise<string> {
  const { error } = await shop.recommender.importProfile(await file.text());
  return error ? `Not imported: ${error.message}` : 'Imported.';
}
