import { fail } from '../../errors/fail.ts';
import { FORMAT_VERSION, type Manifest } from './manifest.ts';

/**
 * Parses and checks manifest.json as far as the engine relies on it.
 * @throws BUNDLE_MANIFEST (not JSON, or another site's page answered with 200), BUNDLE_TOO_NEW
 */
export function readManifest(bytes: Uint8Array): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw fail('BUNDLE_MANIFEST', 'manifest.json is not JSON');
  }
  const manifest = value as Manifest;
  if (typeof value !== 'object' || value === null || manifest.magic !== 'vitrine')
    throw fail('BUNDLE_MANIFEST', 'manifest.json');
  if (!Number.isInteger(manifest.format) || manifest.format < 1) throw fail('BUNDLE_MANIFEST', 'format');
  if (manifest.format > FORMAT_VERSION)
    throw fail('BUNDLE_TOO_NEW', `format ${manifest.format}, this version reads ${FORMAT_VERSION}`);
  const check = (holds: boolean, where: string) => {
    if (!holds) throw fail('BUNDLE_MANIFEST', where);
  };
  check(typeof manifest.bundleVersion === 'string', 'bundleVersion');
  const { window, counts, card } = manifest;
  check(isRecord(window) && typeof window.from === 'string' && typeof window.to === 'string', 'window');
  check(isRecord(counts) && isCount(counts.items), 'counts.items');
  check(isRecord(card), 'card');
  check(isRecord(manifest.serving), 'serving');
  const { serving } = manifest;
  check(isNumberRecord(serving.eventWeights) && isNumberRecord(serving.blend), 'serving.eventWeights, serving.blend');
  for (const field of ['halfLifeDays', 'sessionGapMinutes', 'justBoughtHours'] as const)
    check(Number.isFinite(serving[field]) && serving[field] >= 0, `serving.${field}`);
  for (const field of ['bounceSeconds', 'dwellSeconds'] as const)
    check(serving[field] === undefined || isWeight(serving[field]), `serving.${field}`);
  const { negativeWeights = {} } = serving;
  check(isRecord(negativeWeights) && Object.values(negativeWeights).every(isWeight), 'serving.negativeWeights');
  const { blends = {}, placements = {} } = serving;
  check(isRecord(blends) && Object.values(blends).every(isNumberRecord), 'serving.blends');
  check(isRecord(placements) && Object.values(placements).every(areSettings), 'serving.placements');
  check(serving.repeats === 'allow' || serving.repeats === 'exclude', 'serving.repeats');
  check(Array.isArray(manifest.sections) && manifest.sections.length > 0, 'sections');
  for (const section of manifest.sections) {
    check(isRecord(section) && typeof section.name === 'string', 'sections');
    check(/^[a-z0-9]+\.[0-9a-f]+\.bin$/.test(section.file), `section "${section.name}": file`);
    check(/^[0-9a-f]{64}$/.test(section.sha256), `section "${section.name}": sha256`);
    check(isCount(section.bytes), `section "${section.name}": bytes`);
    check(section.load === 'first' || section.load === 'later', `section "${section.name}": load`);
    check(isRecord(section.params) && Array.isArray(section.arrays), `section "${section.name}"`);
    for (const array of section.arrays)
      check(
        isRecord(array) && typeof array.name === 'string' && isCount(array.offset) && isCount(array.length),
        `section "${section.name}": arrays`,
      );
  }
  const names = manifest.sections.map(({ name }) => name);
  check(new Set(names).size === names.length, 'a section occurs twice');
  check(
    manifest.sections.some(({ name, load }) => name === 'items' && load === 'first'),
    'section "items"',
  );
  return manifest;
}

/** Sources and placements that this version does not know are ignored. */
const areSettings = (settings: unknown) =>
  isRecord(settings) &&
  Object.values(settings).every(
    (setting) =>
      isRecord(setting) &&
      (setting.quota === undefined || (isCount(setting.quota) && (setting.quota as number) <= 1000)) &&
      (setting.weight === undefined || isWeight(setting.weight)),
  );
const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0;
const isWeight = (value: unknown) => Number.isFinite(value) && (value as number) >= 0;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isNumberRecord = (value: unknown) =>
  isRecord(value) && Object.values(value).every((entry) => Number.isFinite(entry));
