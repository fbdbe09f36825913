import { silent } from '../progress.ts';
import { readBytes } from './bytes.ts';
import { textBlocks } from './text.ts';

/**
 * The first line of a text file that is not blank, for telling formats apart; '' where the first megabyte has none.
 * @throws what `readBytes` and `textBlocks` throw
 */
export async function firstLine(file: string): Promise<string> {
  for await (const block of textBlocks(readBytes(file, silent), file)) {
    return block.toString('utf8').trimStart().split(/\r?\n/, 1)[0] ?? '';
  }
  return '';
}
