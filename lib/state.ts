import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ParaError, reasonOf } from './error.ts';
import { type CacheFile } from './plan/plan.ts';

/**
 * Writes a file of para's cache unless it is there as wanted; in one step, so that another para at the
 * same moment reads the old or the new, never half of one.
 */
export function writeCacheFile({ path, text }: CacheFile): void {
  if (readOrNothing(path) === text) return;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, text, { mode: 0o644 });
    renameSync(temporary, path);
  } catch (error) {
    throw new ParaError([{ id: 'unwritable', path: dirname(path), reason: reasonOf(error) }]);
  }
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
