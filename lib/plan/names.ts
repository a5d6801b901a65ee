import { basename } from 'node:path';

/** A directory's name as docker takes it in names of images and containers: `My App!` → `my-app`. */
export function slug(directory: string): string {
  const words = basename(directory).toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, '').slice(0, 40).replace(/-$/, '');
  return words === '' ? 'project' : words;
}
