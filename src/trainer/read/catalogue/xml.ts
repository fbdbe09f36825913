import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { fail } from '../../../errors/failAny.ts';
import type { Progress } from '../../progress.ts';
import { BadLines } from '../badLines.ts';
import { readBytes } from '../bytes.ts';
import { textBlocks } from '../text.ts';
import type { FoundProducts } from './delimited.ts';
import { ATTRIBUTES, type Attribute, type RawProduct } from './product.ts';

type Node = { [name: string | symbol]: unknown };

const NAMES = Object.keys(ATTRIBUTES) as Attribute[];

/**
 * Products of a feed in RSS 2.0 (rss > channel > item) or Atom (feed > entry), with or without the `g:` prefix. Held in
 * memory as a whole.
 * @throws INPUT_REJECTED with the line where it is not well-formed XML, INPUT_TRUNCATED where elements are not closed,
 *   INPUT_COLUMNS where there are no products
 */
export async function readXml(file: string, progress: Progress): Promise<FoundProducts> {
  const blocks: Buffer[] = [];
  for await (const block of textBlocks(readBytes(file, progress), file)) blocks.push(block);
  const text = Buffer.concat(blocks).toString('utf8');
  checkXml(text, file);

  const parser = new XMLParser({
    removeNSPrefix: true,
    parseTagValue: false,
    captureMetaData: true,
    htmlEntities: true,
    // The limits guard against entities that a document defines for itself, which checkXml refuses.
    processEntities: { enabled: true, maxExpandedLength: Number.POSITIVE_INFINITY },
    isArray: (name) => name === 'item' || name === 'entry',
  });
  const root = parser.parse(text) as { rss?: { channel?: Node }; feed?: Node };
  const nodes = (root.rss?.channel?.item ?? root.feed?.entry) as Node[] | undefined;
  if (!nodes) {
    const found = Object.keys(root).filter((name) => !name.startsWith('?'));
    throw fail('INPUT_COLUMNS', `${file}: no rss > channel > item and no feed > entry; found ${found.join(', ')}`, {
      missing: ['item'],
      found,
    });
  }

  const lineOf = lineCounter(text);
  const place = XMLParser.getMetaDataSymbol() as symbol;
  const products = nodes.map((node) => {
    const start = (node[place] as { startIndex?: number } | undefined)?.startIndex ?? 0;
    return { line: lineOf(start), raw: typeof node === 'object' ? toRaw(node) : {} };
  });
  return { products, rows: products.length, bad: new BadLines() };
}

function checkXml(text: string, file: string): void {
  const entity = text.indexOf('<!ENTITY');
  const verdict = entity < 0 ? XMLValidator.validate(text) : undefined;
  if (verdict === true) return;
  // So the validator lists the elements that are open at the end.
  if (verdict?.err.msg.startsWith("Invalid '[")) throw fail('INPUT_TRUNCATED', `${file}: elements are not closed`);
  const line = verdict?.err.line ?? lineCounter(text)(entity);
  const reason = verdict?.err.msg ?? 'entity definitions are not read';
  throw fail('INPUT_REJECTED', `${file}, line ${line}: ${reason}`, { badLines: [{ line, reason }] });
}

function toRaw(node: Node): RawProduct {
  const raw: RawProduct = {};
  for (const name of NAMES) {
    for (const alias of ATTRIBUTES[name].names) {
      const text = firstText(node[alias]);
      if (text && raw[name] === undefined) raw[name] = text;
    }
  }
  return raw;
}

/** Attributes may repeat (product_type): the first counts. */
function firstText(value: unknown): string | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one.trim() : undefined;
}

/** For places asked in rising order. */
function lineCounter(text: string): (place: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (place) => {
    for (; next >= 0 && next < place; next = text.indexOf('\n', next + 1)) line++;
    return line;
  };
}
