const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
/** A quote that finds no partner within this many bytes is taken for an unbalanced one. */
const MAX_RECORD = 1 << 20;

const FIELD_START = 0;
const PLAIN = 1;
const QUOTED = 2;
const CLOSED = 3;

/** Receives what the splitter finds. Lines are counted from 1. */
export interface RecordSink {
  /** `block[start, end)` is one record without its line end; it began on `line`. */
  record(block: Buffer, start: number, end: number, line: number): void;
  bad(line: number, reason: string): void;
}

export interface RecordSyntax {
  /** One byte. */
  delimiter: number;
  /** False for formats of one record a line, where a quote is a character like any other. */
  quotes: boolean;
}

/**
 * Finds the records of RFC 4180 text and the line each begins on, so that a fault can be named by the line an editor shows.
 * Blank lines are passed over. A record whose quotes do not balance costs its first line only: reading resumes at the next
 * line, so that one stray quote does not swallow what follows it.
 */
export class RecordSplitter {
  private line: number;
  private readonly syntax: RecordSyntax;
  private readonly sink: RecordSink;

  constructor(syntax: RecordSyntax, sink: RecordSink, firstLine = 1) {
    this.line = firstLine;
    this.syntax = syntax;
    this.sink = sink;
  }

  /**
   * Reads the records that lie whole in `block`, which must end with a line feed unless it is the `last`.
   * @returns bytes used; hand the rest in again, in front of what follows
   */
  split(block: Buffer, last: boolean): number {
    const { delimiter, quotes } = this.syntax;
    const end = block.length;
    let start = 0;
    let state = FIELD_START;
    /** Line feeds inside the record, and the place after the first of them. */
    let breaks = 0;
    let secondLine = 0;

    for (let at = 0; at < end; at++) {
      const byte = block[at]!;
      let fault = '';
      if (state === QUOTED) {
        if (byte === QUOTE) state = CLOSED;
        else if (byte === LF && breaks++ === 0) secondLine = at + 1;
        if (at - start > MAX_RECORD) fault = 'a quote is not closed';
      } else if (byte === LF) {
        this.finish(block, start, at, breaks);
        start = at + 1;
        state = FIELD_START;
        breaks = 0;
        continue;
      } else if (byte === delimiter) state = FIELD_START;
      else if (byte === CR) {
        if (at + 1 < end && block[at + 1] !== LF) fault = 'a carriage return inside a line';
      } else if (state === CLOSED) {
        if (byte === QUOTE) state = QUOTED;
        else fault = 'text after a closing quote';
      } else state = quotes && byte === QUOTE && state === FIELD_START ? QUOTED : PLAIN;

      if (fault) {
        at = this.reject(block, at, breaks > 0 ? secondLine : -1, fault) - 1;
        start = at + 1;
        state = FIELD_START;
        breaks = 0;
      }
    }

    if (!last || start >= end) return start;
    if (state !== QUOTED) {
      this.finish(block, start, end, breaks);
      return end;
    }
    const resume = this.reject(block, start, breaks > 0 ? secondLine : -1, 'a quote is not closed');
    return resume + this.split(block.subarray(resume), true);
  }

  private finish(block: Buffer, start: number, lineEnd: number, breaks: number): void {
    const end = lineEnd > start && block[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    if (end > start) this.sink.record(block, start, end, this.line);
    this.line += breaks + 1;
  }

  /** Gives up the line where the record began; returns where the next begins. */
  private reject(block: Buffer, at: number, secondLine: number, reason: string): number {
    this.sink.bad(this.line++, reason);
    if (secondLine >= 0) return secondLine;
    const lineEnd = block.indexOf(LF, at);
    return lineEnd < 0 ? block.length : lineEnd + 1;
  }
}
