import type { TimedShelf } from '../../src/engine/shelf/types.ts';

/** A shelf on the page now, as the panel can ask about it. */
export interface LiveShelf {
  name: string;
  element: HTMLElement;
  /** Asks for the shelf's contents again; with `explain`, with the contribution of every feature. */
  ask(explain: boolean): Promise<TimedShelf>;
}

/** The shelves on the page, in order of appearance. */
export interface LiveShelves {
  add(shelf: LiveShelf): () => void;
  all(): readonly LiveShelf[];
  /** A shelf came, went, or has new contents. */
  changed(): void;
  onChange(listener: () => void): () => void;
}

export function createLiveShelves(): LiveShelves {
  let shelves: LiveShelf[] = [];
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  return {
    add(shelf) {
      shelves = [...shelves, shelf];
      changed();
      return () => {
        shelves = shelves.filter((other) => other !== shelf);
        changed();
      };
    },
    all: () => shelves,
    changed,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
