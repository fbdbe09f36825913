import { createHash } from 'node:crypto';
import type { Digest } from '../engine/bundle/open.ts';

/** SHA-256 by Node's own implementation. */
export const sha256: Digest = async (bytes) => {
  const digest = createHash('sha256').update(bytes).digest();
  return digest.buffer.slice(digest.byteOffset, digest.byteOffset + digest.byteLength) as ArrayBuffer;
};
