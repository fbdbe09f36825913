import type { Command, Option } from 'commander';
import { ERRORS, type ErrorCode } from '../src/errors/codes.ts';
import { EXIT_CODES } from '../src/errors/exitCodes.ts';
import { parseConfig, TrainConfigSchema } from '../src/trainer/config.ts';

export const BEGIN = '<!-- begin: written by scripts/write-cli-reference.ts -->';
export const END = '<!-- end -->';

/** The verbs with their options, the training settings and the exit codes, as Markdown: what docs/cli.md holds between BEGIN and END. */
export function cliReference(program: Command): string {
  return [BEGIN, ...program.commands.map(verb), settings(), exitCodes(), END].join('\n\n');
}

/** `text` with its part between BEGIN and END replaced. */
export function withReference(text: string, reference: string): string {
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error(`no "${BEGIN}" ... "${END}"`);
  return text.slice(0, from) + reference + text.slice(to + END.length);
}

function verb(command: Command): string {
  const names = command.registeredArguments.map((argument) => ` <${argument.name()}>`);
  const argumentRows = command.registeredArguments.map((argument) => [
    `\`<${argument.name()}>\``,
    `${argument.description}${argument.argChoices ? `: ${argument.argChoices.map((choice) => `\`${choice}\``).join(', ')}` : ''}`,
    argument.required ? 'required' : '',
  ]);
  return [
    `### \`vitrine ${command.name()}${names.join('')}\``,
    `${command.description()}.`,
    table(['option', 'meaning', 'default'], [...argumentRows, ...command.options.map(optionRow)]),
  ].join('\n\n');
}

function optionRow(option: Option): string[] {
  const { flags, description, mandatory, defaultValue, defaultValueDescription } = option;
  const choices = option.argChoices ? `: ${option.argChoices.map((choice) => `\`${choice}\``).join(', ')}` : '';
  const text = Array.isArray(defaultValue) ? defaultValue.join(',') : String(defaultValue ?? '');
  const fallback = text === '' ? '' : `\`${text}\``;
  return [`\`${flags}\``, description + choices, mandatory ? 'required' : (defaultValueDescription ?? fallback)];
}

/** `--config` as it is without a file. What each setting means is said where it is defined. */
function settings(): string {
  const rows = [
    ...flat('', parseConfig()).map(([key, value]) => [`\`${key}\``, `\`${JSON.stringify(value)}\``]),
    ...withoutDefault('', TrainConfigSchema as Schema).map((key) => [`\`${key}\``, '']),
  ];
  return [
    '### Training settings',
    'What a `--config` file may hold, as JSON: `{"als": {"dimensions": 32}}` sets `als.dimensions`. Unknown keys are refused. What each does is said in `src/trainer/config.ts`.',
    table(['setting', 'default'], rows),
  ].join('\n\n');
}

function flat(prefix: string, value: object): [string, unknown][] {
  return Object.entries(value).flatMap(([key, entry]) =>
    typeof entry === 'object' && entry !== null
      ? flat(`${prefix}${key}.`, entry)
      : [[prefix + key, entry] as [string, unknown]],
  );
}

/** What of a valibot schema lists its keys. */
interface Schema {
  type: string;
  entries?: Record<string, Schema>;
  wrapped?: Schema;
  default?: unknown;
  value?: Schema;
}

/** Settings that are absent where nothing is said; `<name>` stands for any of a record's keys. */
function withoutDefault(prefix: string, schema: Schema): string[] {
  const { wrapped, entries, value } = schema.type === 'optional' ? { ...schema, ...schema.wrapped } : schema;
  if (wrapped && schema.default !== undefined) return [];
  if (entries)
    return Object.entries(entries).flatMap(([key, entry]) => withoutDefault(prefix ? `${prefix}.${key}` : key, entry));
  if (value) return withoutDefault(`${prefix}.<name>`, value);
  return [prefix];
}

function exitCodes(): string {
  const codes = Object.keys(ERRORS) as ErrorCode[];
  const exits = [...new Set(codes.map((code) => EXIT_CODES[code]))].sort((a, b) => a - b);
  const rows = exits.map((exit) => [
    String(exit),
    codes
      .filter((code) => EXIT_CODES[code] === exit)
      .map((code) => `\`${code}\``)
      .join(', '),
  ]);
  return ['### Exit codes', table(['exit code', 'error codes'], [['0', 'success'], ...rows])].join('\n\n');
}

/** A table in Markdown. */
export function table(titles: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}
