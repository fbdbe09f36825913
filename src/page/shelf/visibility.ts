/** Tells whether half of `element` is in view, now and whenever that changes. Returns the function that stops it. */
export function watchVisibility(element: Element, tell: (inView: boolean) => void): () => void {
  if (typeof IntersectionObserver === 'undefined') return () => {};
  const observer = new IntersectionObserver((entries) => tell(entries.at(-1)!.isIntersecting), { threshold: 0.5 });
  observer.observe(element);
  return () => observer.disconnect();
}
