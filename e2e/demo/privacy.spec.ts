import { changed, enter, expect, idsOf, openPanel, quickAdd, settled, shows, test } from './demo.ts';

test('nothing leaves the page while twenty events are tracked', async ({ page, demo }) => {
  await enter(page, demo);
  await page.waitForLoadState('networkidle');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await openPanel(page);
  // The panel explains the shelf, by a script that the worker fetches once: a static file like the others.
  const opened = () => requests.filter((url) => !url.startsWith('data:'));
  await expect.poll(opened).toEqual([new URL('/vitrine.explain.js', page.url()).href]);
  requests.length = 0;
  for (let i = 0; i < 20; i++) {
    const before = await idsOf(page, '#for-you');
    await quickAdd(page, i % 10);
    await changed(page, '#for-you', before);
  }
  await page.locator('#for-you .card-link').first().click();
  await settled(page);
  await expect(page.locator('.log li')).toHaveCount(14);
  expect(opened()).toEqual([]);
  await expect(page.locator('#requests')).toHaveText('0');
  const repaint = page.locator('#repaint-ms');
  await expect(repaint).toHaveText(/ms \(median .+ ms\)/);
  console.log(`demo: event to repaint ${await repaint.textContent()}`);
});

test('the profile survives a reload', async ({ page, demo }) => {
  await enter(page, demo);
  await page.locator('#for-you .card-link').nth(1).click();
  await settled(page);
  const seen = await page.evaluate(() => decodeURIComponent(location.hash.replace('#/item/', '')));
  await enter(page, demo);
  const before = await idsOf(page, '#for-you');
  await expect(page.locator('#for-you h2')).toHaveText('For you');
  expect(await idsOf(page, '#recent')).toEqual([seen]);
  await page.reload();
  await settled(page);
  expect(await idsOf(page, '#for-you')).toEqual(before);
  await shows(page, '#recent', [seen]);
});

test('forgetting an item gives the shelf that never saw it', async ({ page, demo }) => {
  await enter(page, demo);
  await quickAdd(page, 1);
  await expect(page.locator('#for-you h2')).toHaveText('For you');
  const before = await idsOf(page, '#for-you');
  const chosen = await quickAdd(page, 3);
  await changed(page, '#for-you', before);
  await openPanel(page);
  await page.locator(`.log li[data-item="${chosen}"]`).getByRole('button').click();
  await shows(page, '#for-you', before);
  await expect(page.locator('.log li')).toHaveCount(1);
});

test('erase everything is a new shopper, after a reload too', async ({ page, demo }) => {
  await enter(page, demo);
  const fresh = await idsOf(page, '#for-you');
  await quickAdd(page, 0);
  await expect(page.locator('#for-you h2')).toHaveText('For you');
  await openPanel(page);
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await expect(page.locator('#for-you h2')).toHaveText('Popular right now');
  await shows(page, '#for-you', fresh);
  await expect(page.getByText('The log is empty.')).toBeVisible();
  await page.reload();
  await settled(page);
  expect(await idsOf(page, '#for-you')).toEqual(fresh);
  await expect(page.locator('#recent')).toBeHidden();
});

test('what is not for this shopper leaves the shelf for good, until the word is taken back', async ({ page, demo }) => {
  await enter(page, demo);
  await quickAdd(page, 1);
  await expect(page.locator('#for-you h2')).toHaveText('For you');
  const before = await idsOf(page, '#for-you');
  await page
    .locator('#for-you .card')
    .nth(2)
    .getByRole('button', { name: /^Not for me/ })
    .focus();
  await page.keyboard.press('Enter');
  await changed(page, '#for-you', before);
  const after = await idsOf(page, '#for-you');
  expect(after).toHaveLength(before.length);
  expect(after).not.toContain(before[2]);
  await expect(page.locator('#for-you .card-link').nth(2), 'the focus goes on from there').toBeFocused();
  await page.reload();
  await settled(page);
  expect(await idsOf(page, '#for-you')).toEqual(after);
  await openPanel(page);
  await page
    .locator('.log')
    .getByRole('button', { name: /^Take back/ })
    .click();
  await shows(page, '#for-you', before);
});

test('a profile leaves as a file and comes back from it; another file changes nothing', async ({
  page,
  demo,
  complaints,
}) => {
  await enter(page, demo);
  const fresh = await idsOf(page, '#for-you');
  await quickAdd(page, 1);
  await changed(page, '#for-you', fresh);
  const own = await idsOf(page, '#for-you');
  await openPanel(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = await (await download).path();
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await shows(page, '#for-you', fresh);
  await page.locator('#profile-file').setInputFiles({
    name: 'other.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"format":"other"}'),
  });
  await expect(page.getByText(/^Not imported: /)).toBeVisible();
  expect(complaints.splice(0)).toEqual([expect.stringContaining('PROFILE_INVALID')]);
  await shows(page, '#for-you', fresh);
  await page.locator('#profile-file').setInputFiles(file);
  await expect(page.getByText('Imported.')).toBeVisible();
  await shows(page, '#for-you', own);
});

test('the panel explains a shelf: contributions sum to the order shown', async ({ page, demo }) => {
  await enter(page, demo);
  await quickAdd(page, 0);
  await openPanel(page);
  await expect(page.locator('.bars li').first()).toBeVisible();
  await expect.poll(async () => await page.locator('.reasons li').count()).toBe(10);
  const explained = await page.locator('.reasons li').evaluateAll((rows) =>
    rows.map((row) => ({
      title: row.querySelector('.reasons-title')!.textContent,
      score: [...row.querySelectorAll('.parts > div')].reduce(
        (sum, part) => sum + Number(part.getAttribute('title')!.split('adds ')[1]),
        0,
      ),
    })),
  );
  const shown = await page.locator('#for-you .card-title').allTextContents();
  expect(explained.map(({ title }) => title)).toEqual(shown);
  for (let i = 1; i < explained.length; i++) {
    // Contributions are shown with three digits.
    expect(explained[i]!.score).toBeLessThan(explained[i - 1]!.score + 0.05);
  }
});
