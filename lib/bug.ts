import { write } from './terminal.ts';

/** Anything thrown that is not a ParaError is a mistake in para: says so, with all that is needed to find it. */
export function reportBug(error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(2, `para: this is a bug in para; please report it with these lines\n${stack}\nnode ${process.version} on ${process.platform}\nhint: --no-config and fewer options may get you past it\n`);
  process.exitCode = 125;
}
