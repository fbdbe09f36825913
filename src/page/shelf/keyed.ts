/**
 * Makes the children of `list` the nodes of `keys`, in order. Nodes of keys that stay are the same nodes, moved only where
 * their order changed, and keep the focus (moving a node in the DOM takes it away).
 */
export function reconcile<N extends HTMLElement>(
  list: HTMLElement,
  nodes: Map<string, N>,
  keys: readonly string[],
  create: (key: string) => N,
  remove: (node: N) => void = () => {},
): void {
  const root = list.getRootNode() as Document | ShadowRoot;
  const focused = root.activeElement as HTMLElement | null;
  const wanted = new Set(keys);
  for (const [key, node] of nodes) {
    if (wanted.has(key)) continue;
    nodes.delete(key);
    remove(node);
  }
  const kept = new Set<Element>(nodes.values());
  for (const child of [...list.children]) if (!kept.has(child)) child.remove();
  let next = list.firstElementChild;
  for (const key of wanted) {
    let node = nodes.get(key);
    if (!node) {
      node = create(key);
      nodes.set(key, node);
    }
    if (node === next) next = next.nextElementSibling;
    else list.insertBefore(node, next);
  }
  if (focused?.isConnected && root.activeElement !== focused) focused.focus({ preventScroll: true });
}
