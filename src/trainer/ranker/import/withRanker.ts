import type { Manifest } from '../../../engine/bundle/manifest.ts';
import type { ReadFile } from '../../../engine/bundle/open.ts';
import { readManifest } from '../../../engine/bundle/readManifest.ts';
import { decodeSection } from '../../../engine/bundle/section.ts';
import { type PackedBundle, packBundle, type SectionContent } from '../../../engine/bundle/write.ts';
import { sha256 } from '../../digest.ts';

const OF_RANKER: readonly string[] = ['ranker', 'rankerCover'];

/**
 * A bundle with the sections of a ranker in place of those that it has; every other section keeps its bytes and name.
 * @param read the files of a bundle that was opened, and so verified
 * @param card what the model card says of the ranker
 * @param beside names of files that belong to the bundle and are no section: the chunks of lists
 */
export async function withRanker(
  read: ReadFile,
  sections: readonly SectionContent[],
  card: Record<string, unknown>,
  beside: readonly string[],
): Promise<PackedBundle> {
  const {
    magic: _,
    format: __,
    bundleVersion: ___,
    sections: entries,
    ...head
  } = readManifest(await read('manifest.json'));
  const kept = await Promise.all(
    entries
      .filter(({ name }) => !OF_RANKER.includes(name))
      .map(async (entry): Promise<SectionContent> => {
        const { arrays } = decodeSection(entry, await read(entry.file));
        return { name: entry.name, load: entry.load, params: entry.params, arrays };
      }),
  );
  const told: Manifest['card'] = { ...head.card, params: { ...head.card.params, ranker: card } };
  const packed = await packBundle({ ...head, card: told }, [...kept, ...sections], sha256);
  for (const file of beside) if (!packed.files.has(file)) packed.files.set(file, await read(file));
  return packed;
}
