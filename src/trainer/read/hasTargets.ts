import { firstLine } from './firstLine.ts';

/** Does a file of sessions set each line's last item apart by a tab: as the one to be predicted? */
export async function hasTargets(file: string): Promise<boolean> {
  return /^[^\t]*\S[^\t]*\t\s*\S+\s*$/.test(await firstLine(file));
}
