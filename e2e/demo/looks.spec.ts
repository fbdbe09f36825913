import type { Page } from '@playwright/test';
import { enter, expect, openPanel, quickAdd, settled, test } from './demo.ts';

const VIEWS = ['#/', '#/shop/', '#/search/soap', '#/cart', '#/thanks'];

for (const width of [390, 1280]) {
  test.describe(`${width} px`, () => {
    test.use({ viewport: { width, height: 844 } });

    test('no view is wider than the window', async ({ page, demo }) => {
      await enter(page, demo);
      await quickAdd(page, 0);
      for (const view of VIEWS) {
        await page.goto(demo + view);
        await settled(page);
        expect(await excess(page), view).toBe(0);
      }
      await page.locator('#next .card-link').first().click();
      await settled(page);
      expect(await excess(page), 'product').toBe(0);
      await openPanel(page);
      expect(await excess(page), 'panel').toBe(0);
    });

    test('nothing moves while the entrance fills', async ({ page, demo }) => {
      await page.addInitScript(() => {
        const shifts: number[] = [];
        Object.assign(window, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await enter(page, demo);
      await page.waitForTimeout(300);
      const total = await page.evaluate(() =>
        (window as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
      );
      expect(total).toBeLessThan(0.02);
    });
  });
}

test('pictures have texts, controls have names, pages have landmarks', async ({ page, demo }) => {
  await enter(page, demo);
  await quickAdd(page, 0);
  await openPanel(page);
  for (const view of [...VIEWS, 'product']) {
    if (view === 'product') await page.locator('#next .card-link').first().click();
    else await page.goto(demo + view);
    await settled(page);
    expect(await page.evaluate(findFaults), view).toEqual([]);
    await expect(page.getByRole('main')).toHaveCount(1);
    await expect(page.getByRole('banner')).toHaveCount(1);
    await expect(page.getByRole('contentinfo')).toHaveCount(1);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    for (const button of await page.getByRole('button').all()) await expect(button).toHaveAccessibleName(/\S/);
    for (const link of await page.getByRole('link').all()) await expect(link).toHaveAccessibleName(/\S/);
  }
});

test('the panel opens and closes from the keyboard, and gives the focus back', async ({ page, demo }) => {
  await enter(page, demo);
  await page.locator('#panel-button').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'What this page knows' })).toBeFocused();
  await expect(page.locator('#panel-button')).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Escape');
  await expect(page.locator('#panel')).toBeHidden();
  await expect(page.locator('#panel-button')).toBeFocused();
});

/** Pixels by which the page is wider than its window. */
function excess(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** What a person without eyes or a mouse would miss. Runs in the page; looks into shadow trees too. */
function findFaults(): string[] {
  const faults: string[] = [];
  const ids = new Set<string>();
  const walk = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) walk(element.shadowRoot);
      if (element.id && root === document) {
        if (ids.has(element.id)) faults.push(`id twice: ${element.id}`);
        ids.add(element.id);
      }
      if (element instanceof HTMLImageElement && !element.hasAttribute('alt')) faults.push(`no alt: ${element.src}`);
      if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) {
        if (!element.labels?.length && !element.hasAttribute('aria-label')) faults.push(`no label: ${element.name}`);
      }
      const tabindex = element.getAttribute('tabindex');
      if (tabindex !== null && Number(tabindex) > 0) faults.push(`tabindex ${tabindex}`);
      if (element.matches('a a, a button, button a')) faults.push(`a control in a control: ${element.outerHTML}`);
    }
  };
  walk(document);
  return faults;
}
