import { rmSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { type Country, findCountry } from '../trainer/resolve/countries.ts';
import { ensureKey, readKey } from '../trainer/resolve/key.ts';
import type { IdColumn } from '../trainer/resolve/readIdentifiers.ts';
import { DEFAULT_GUARDS, type ResolutionReport, resolveIdentities } from '../trainer/resolve/resolve.ts';
import { writeMap } from '../trainer/resolve/writeMap.ts';
import { besideOf } from '../trainer/unfinished.ts';
import { numberFrom, sayReport } from './input.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output, OutputOptions } from './output.ts';
import { act, createVerb, list, wholeNumber } from './verb.ts';

interface Options extends OutputOptions {
  in: string[];
  out: string;
  columns?: IdColumn[];
  key?: string;
  country?: Country;
  plusTags: boolean;
  maxShared: number;
  maxSize: number;
  maxBad: number;
}

/** `vitrine resolve`: which emails, phones, cards and devices are one person's. */
export const resolveCommand = (): Command =>
  createVerb('resolve', 'Find which identifiers are one person: emails, phones, loyalty cards, devices')
    .requiredOption('--in <files>', 'CSV or JSON lines, plain or gzip; what a line holds belongs together', list)
    .requiredOption('--out <file>', 'the map of hashed identifiers to people: CSV, or JSON lines by its name')
    .option('--columns <list>', 'kind=column, such as email=mail,loyalty=card_no (default: by their names)', idColumns)
    .option('--key <file>', 'key of the hashes, 16 bytes or more (default: made beside --out as <file>.key)')
    .option('--country <code>', 'whose national phone numbers are: GB, or +44', country)
    .option('--no-plus-tags', 'take anna+shop@... for anna@...')
    .option(
      '--max-shared <n>',
      'an identifier seen with more people than this links nobody',
      wholeNumber(1),
      DEFAULT_GUARDS.maxShared,
    )
    .option('--max-size <n>', 'identifiers of one person at most', wholeNumber(2), DEFAULT_GUARDS.maxSize)
    .option('--max-bad <share>', 'share of unreadable lines above which the run is refused', numberFrom(0, 1), 0.01)
    .action(act(resolve));

async function resolve(options: Options, output: Output): Promise<void> {
  const { in: files, out, columns, country, maxShared, maxSize, maxBad } = options;
  const keyFile = options.key ?? `${out}.key`;
  const { key, isNew } = options.key ? { key: await readKey(keyFile), isNew: false } : await ensureKey(keyFile);
  if (isNew) output.say(`${keyFile}: a new key; keep it, and keep it secret: with it hashes can be tried out`);
  const { map, report } = await resolveIdentities({
    files,
    key,
    columns,
    country,
    maxBad,
    stripPlusTags: !options.plusTags,
    guards: { maxShared, maxSize },
    progress: output.progress,
  });
  for (const { file, ...read } of report.files) sayReport(file, read, output);
  const settled = onInterrupt(() => rmSync(besideOf(out), { force: true }));
  await writeMap(out, map);
  settled();
  output.result({ out, key: keyFile, ...report }, describe(out, report));
}

function describe(out: string, { before, after, guards }: ResolutionReport): string {
  const kinds = Object.entries(before.kinds).map(([kind, count]) => `${count} ${kind}`);
  const { shared, cut, largest } = guards;
  return [
    `${out}: ${before.identifiers} identifiers (${kinds.join(', ')}) are ${after.people} people`,
    `largest: ${largest.after} identifiers, ${largest.before} without the guards`,
    `seen with more than ${guards.maxShared} people, so linking nobody: ${shared.count}`,
    ...shared.named
      .slice(0, 5)
      .map(({ kind, id, seenWith }) => `  ${kind} ${id.slice(0, 16)}..., seen with ${seenWith}`),
    `groups of more than ${guards.maxSize}: ${cut.groups}; links cut in them: ${cut.links}`,
  ].join('\n');
}

function idColumns(text: string): IdColumn[] {
  return list(text).map((entry) => {
    const [kind, column] = entry.split('=', 2).map((part) => part.trim());
    if (!kind || !column) throw new InvalidArgumentError(`It takes kind=column, not "${entry}".`);
    return { kind: kind.toLowerCase(), column };
  });
}

function country(text: string): Country {
  const found = findCountry(text);
  if (!found) throw new InvalidArgumentError('It takes an ISO code such as GB, or a calling code such as +44.');
  return found;
}
