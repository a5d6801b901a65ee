import { createHash } from 'node:crypto';
import { basename } from 'node:path';

/** A directory's name as docker takes it in names of images and containers: `My App!` → `my-app`. */
export function slug(directory: string): string {
  const words = basename(directory).toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, '').slice(0, 40).replace(/-$/, '');
  return words === '' ? 'project' : words;
}

/** SHA-256 in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Enough of a hash to tell things apart in a name. */
export function shortHash(text: string): string {
  return sha256(text).slice(0, 12);
}
