import type { Digest } from '../engine/index.ts';

/**
 * SHA-256 by the platform; where that is missing (a page served over plain HTTP) by plain code.
 * @param plain brings that code
 */
export function createDigest(
  plain: () => Promise<{ sha256(bytes: Uint8Array): ArrayBuffer }>,
  subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle,
): Digest {
  return subtle
    ? (bytes) => subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
    : async (bytes) => (await plain()).sha256(bytes);
}
