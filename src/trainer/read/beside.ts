import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The first of `names`, plain or with .gz, that lies in the folder of `file`. */
export async function beside(file: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names.flatMap((plain) => [plain, `${plain}.gz`])) {
    const path = join(dirname(file), name);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists) return path;
  }
  return undefined;
}
