/** SHA-256 in hexadecimal. node:crypto takes 3 ms to load, so only where it is needed. */
export function sha256(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex');
}

/** Enough of a SHA-256 to tell things apart in a name. */
export function shortHash(text: string): string {
  return sha256(text).slice(0, 12);
}

/**
 * Twelve hexadecimal digits that change when the text does: two FNV-1a hashes of 32 bits, without
 * node:crypto's time to load. Not for anything that somebody might forge.
 * https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
 */
export function checksum(text: string): string {
  let [first, second] = [0x811c9dc5, 0xcbf29ce4];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ (code + index), 0x01000193);
  }
  return [first, second].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('').slice(0, 12);
}
