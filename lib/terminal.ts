import { closeSync, fstatSync, openSync, statSync, writeSync } from 'node:fs';

/**
 * Writes the whole text to standard output (1) or standard error (2), at once, so that nothing is lost
 * when the process ends. A reader that has gone away is no error: there is nobody left to tell.
 */
export function write(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/**
 * Whether a standard stream is a terminal. node's stream objects are not asked: making one costs 3 ms,
 * and for a pipe it changes the very file description that docker inherits. node:tty is loaded only for
 * what may be one.
 */
export function isTerminal(descriptor: 0 | 1): boolean {
  try {
    const stat = fstatSync(descriptor);
    const mayBe = stat.isCharacterDevice() && stat.rdev !== statSync('/dev/null').rdev;
    return mayBe && process.getBuiltinModule('node:tty').isatty(descriptor);
  } catch {
    return false;
  }
}

/** Whether the process belongs to a terminal, which then sends ctrl-c to its whole group. */
export function hasControllingTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

/** Paints the prefixes of para's own lines on stderr. */
export type Paint = { readonly error: (text: string) => string; readonly dim: (text: string) => string };

/** Colours where stderr can show them and nobody said otherwise; `color` is `--no-color`'s word. */
export async function readPaint(color: boolean | undefined): Promise<Paint> {
  const { chalkStderr } = await import('chalk');
  const plain = (text: string): string => text;
  return color === false || process.env['NO_COLOR'] ? { error: plain, dim: plain } : { error: chalkStderr.red.bold, dim: chalkStderr.dim };
}
