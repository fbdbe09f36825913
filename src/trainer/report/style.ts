/** The page's own style: light or dark as the reader has it, and on paper. No font and no picture comes from elsewhere. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fff; --raised: #f5f6f8; --ink: #16191d; --muted: #59616b; --line: #d9dde2;
  --first: #1766a6; --second: #b4500f; --third: #6d7681; --good: #17703c; --bad: #a8261c; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --raised: #1d2125; --ink: #e8eaed; --muted: #a3abb5; --line: #363c43;
  --first: #69b1ec; --second: #f0a169; --third: #9aa4af; --good: #6cc58f; --bad: #f08a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.75rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .4rem 0; max-width: 44rem; }
.lead, .note, figcaption, caption { color: var(--muted); }
a { color: var(--first); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin: 1rem 0 0; }
dl.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1.25rem 0; }
dl.facts div { background: var(--raised); border-radius: .5rem; padding: .6rem .75rem; }
dl.facts dt { font-size: .85rem; color: var(--muted); }
dl.facts dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
dl.facts dd small { display: block; font-size: .8rem; color: var(--muted); }
.scroll { overflow-x: auto; }
.scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--first); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .9rem; margin: .5rem 0; min-width: 100%; }
caption { text-align: left; padding: .25rem 0; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; }
tbody th { font-weight: 500; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.number small, td small { color: var(--muted); }
tr:has(strong) th, tr:has(strong) td { background: var(--raised); }
figure { margin: 1.25rem 0; }
figcaption { margin-bottom: .4rem; max-width: 44rem; }
svg { display: block; max-width: 100%; height: auto; }
.narrow { display: none; }
@media (max-width: 42rem) { .wide { display: none; } .narrow { display: block; } }
summary { cursor: pointer; color: var(--muted); padding: .3rem 0; }
pre { overflow-x: auto; background: var(--raised); border-radius: .5rem; padding: .75rem; font-size: .8rem; }
.shopper { border: 1px solid var(--line); border-radius: .5rem; padding: .25rem 1rem .75rem; margin: 1rem 0; }
.shopper h3 { margin-top: .75rem; }
ol, ul { padding-left: 1.5rem; margin: .25rem 0; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: 0 1.5rem; }
.shopper li { margin: .15rem 0; }
.hit { color: var(--good); font-weight: 600; }
.loss { color: var(--bad); }
@media print { body { max-width: none; } nav { display: none; } .shopper, figure { break-inside: avoid; } }
`;
