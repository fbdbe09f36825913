export interface CartLine {
  itemId: string;
  quantity: number;
}

/** The shop's own state, apart from the profile: forgetting what was looked at does not empty the cart. */
export interface Cart {
  lines(): readonly CartLine[];
  count(): number;
  /** Sets the quantity of an item; 0 removes its line. */
  set(itemId: string, quantity: number): void;
  clear(): void;
  onChange(listener: () => void): () => void;
}

export type CartStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** A cart kept in `storage` under `key`; where storage refuses (private mode, quota), it lives until the page closes. */
export function openCart(key: string, storage: CartStorage | undefined): Cart {
  let lines = read(key, storage);
  const listeners = new Set<() => void>();
  const change = (next: CartLine[]) => {
    lines = next;
    try {
      storage?.setItem(key, JSON.stringify(lines));
    } catch {}
    for (const listener of listeners) listener();
  };
  return {
    lines: () => lines,
    count: () => lines.reduce((sum, line) => sum + line.quantity, 0),
    set(itemId, quantity) {
      const present = lines.some((line) => line.itemId === itemId);
      if (quantity <= 0) change(lines.filter((line) => line.itemId !== itemId));
      else if (present) change(lines.map((line) => (line.itemId === itemId ? { itemId, quantity } : line)));
      else change([...lines, { itemId, quantity }]);
    },
    clear: () => change([]),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function read(key: string, storage: CartStorage | undefined): CartLine[] {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isLine) : [];
  } catch {
    return [];
  }
}

function isLine(value: unknown): value is CartLine {
  const line = value as CartLine | null;
  return typeof line?.itemId === 'string' && Number.isInteger(line.quantity) && line.quantity > 0;
}
