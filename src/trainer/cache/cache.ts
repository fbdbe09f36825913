/**
 * Keeps what stages of training give, by what they follow from. A stage is a pure function of its parts: with the same parts it
 * gives the same value, so a run that was killed finds what it had done and ends with the same bytes.
 */
export interface Cache {
  /**
   * What `compute` gives, or gave for equal parts. `stage` names the function ("fit als"); `parts` are everything that the value
   * hangs on, as plain data: numbers, strings, lists, objects, Maps, typed arrays. Parts with columns (a log, tables) must not be
   * changed afterwards. The value must be plain data too, and whoever gets it must not change it.
   */
  through<T>(stage: string, parts: readonly unknown[], compute: () => T | Promise<T>): Promise<T>;
}

/** Computes every time. */
export const noCache: Cache = { through: async (_stage, _parts, compute) => compute() };
