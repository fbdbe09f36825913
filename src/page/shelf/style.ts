/**
 * The default look. A shelf is one row that scrolls sideways, so its height follows from the width of a card alone and
 * is the same empty, loading and full: nothing on the page moves. Shops restyle it by the custom properties and parts.
 */
const STYLE = `
:host{--card:clamp(8.5rem,40vw,12.5rem);--gap:clamp(.75rem,2vw,1.25rem);--line:1.35em;display:block;font:inherit;color:inherit;min-height:var(--vitrine-min-height,calc(var(--card) + 10em));container-type:inline-size}
[hidden],:host([hidden]),:host([data-empty]){display:none!important}
h2{font-size:1.25em;font-weight:600;line-height:1.3;margin:0 0 .75em;letter-spacing:-.01em}
ul{display:grid;grid-auto-flow:column;grid-auto-columns:var(--vitrine-card-width,var(--card));justify-content:start;gap:var(--vitrine-gap,var(--gap));margin:0;margin-inline-start:-4px;padding:4px;scroll-padding-inline:4px;list-style:none;overflow-x:auto;overscroll-behavior-x:contain;scroll-snap-type:x proximity;scrollbar-width:thin}
li{scroll-snap-align:start;min-width:0}
.card{all:unset;box-sizing:border-box;display:block;width:100%;cursor:pointer;border-radius:.6em;line-height:1.35;-webkit-tap-highlight-color:transparent}
.card:focus-visible{outline:2px solid currentColor;outline-offset:2px}
.picture{display:block;aspect-ratio:1;border-radius:.6em;overflow:hidden;background:color-mix(in srgb,currentColor 7%,transparent)}
img{width:100%;height:100%;object-fit:cover;display:block;transition:transform .3s}
.card:hover img{transform:scale(1.03)}
.title,.price,.reason{display:block;overflow:hidden}
.title{margin-top:.6em;height:calc(2*var(--line));display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow-wrap:anywhere}
.price{height:var(--line);font-weight:600;font-variant-numeric:tabular-nums}
.reason{height:var(--line);font-size:.8em;opacity:.7;white-space:nowrap;text-overflow:ellipsis}
.bone .title::before{content:"";display:block;height:.8em;margin-top:.3em;border-radius:.3em;background:color-mix(in srgb,currentColor 7%,transparent)}
@media (prefers-reduced-motion:reduce){img{transition:none}.card:hover img{transform:none}}
`;

let sheet: CSSStyleSheet | undefined;

/** The look as one sheet that all shelves share. Unlike a <style> element it needs no 'unsafe-inline' in style-src. */
export function shelfSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}
