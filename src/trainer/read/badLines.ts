import type { ReadReport } from '../tables/log.ts';

const NAMED = 20;

/** Counts lines that could not be read and keeps the first of them in file order. */
export class BadLines {
  count = 0;
  private named: ReadReport['badLines'] = [];

  add(line: number, reason: string): void {
    this.count++;
    this.name(line, reason);
  }

  /** Lines of which only the first are at hand. */
  addMany(count: number, first: readonly { line: number; reason: string }[]): void {
    this.count += count;
    for (const { line, reason } of first) this.name(line, reason);
  }

  get first(): ReadReport['badLines'] {
    return this.named;
  }

  private name(line: number, reason: string): void {
    const last = this.named[this.named.length - 1];
    if (this.named.length === NAMED && last && line >= last.line) return;
    this.named.push({ line, reason });
    this.named.sort((a, b) => a.line - b.line);
    this.named.length = Math.min(this.named.length, NAMED);
  }
}
