import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeHtml, html } from './html.ts';

it('escapes whatever is put in, but for what is HTML already', () => {
  const name = `<b title="x">'&`;
  expect(html`<p title="${name}">${html`<i>${name}</i>`}</p>`.text).toBe(
    '<p title="&lt;b title=&quot;x&quot;&gt;&#39;&amp;"><i>&lt;b title=&quot;x&quot;&gt;&#39;&amp;</i></p>',
  );
});

it('joins lists, and leaves out what is not there', () => {
  expect(html`${[html`<i>1</i>`, ' & ', ['2']]}${undefined}${false}${0}`.text).toBe('<i>1</i> &amp; 20');
});

it('lets no text open a tag, an entity or an attribute of its own', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', '\0', ';', '=', '\u0007', ' ') }),
      (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
        expect([...escaped].every((mark) => mark >= ' ')).toBe(true);
      },
    ),
  );
});
