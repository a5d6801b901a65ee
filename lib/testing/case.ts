import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Host } from '../host.ts';

/** What `case.json` says. `$ROOT` in `args`, `env`, `make` and every file stands for the directory of the case. */
export type Case = {
  /** What the case shows. */
  readonly about: string;
  /** Typed after `para`. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What differs from the usual host; goldens only. */
  readonly host?: Partial<Omit<Host, 'env'>>;
  /** The working directory, relative to `files`; `app` when not given. */
  readonly cwd?: string;
  /** What git cannot hold: a directory, a link, a file of any name. */
  readonly make?: readonly (string | { readonly path: string; readonly link: string } | { readonly path: string; readonly text: string })[];
  /** Exit code; errors only. */
  readonly code?: number;
};

export type World = {
  /** The temporary directory, with every link followed. It holds what `files` holds, `home` at least. */
  readonly root: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
};

export const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));

const keys = ['about', 'args', 'env', 'host', 'cwd', 'make', 'code'];

/** The cases below `fixtures/<kind>`, by name. */
export function casesOf(kind: 'plan' | 'errors'): string[] {
  return readdirSync(join(fixtures, kind)).sort();
}

export function readCase(directory: string): Case {
  const read = JSON.parse(readFileSync(join(directory, 'case.json'), 'utf8')) as Case;
  const unknown = Object.keys(read).filter((key) => !keys.includes(key));
  if (unknown.length > 0) throw new Error(`${directory}/case.json: nothing reads ${unknown.join(', ')}`);
  return read;
}

/** Files of a case directory that no test reads. */
export function unreadFiles(directory: string, goldens: readonly string[]): string[] {
  return readdirSync(directory).filter((name) => !['case.json', 'files', ...goldens].includes(name));
}

/** Builds the case's tree (that of no `directory` is only what it makes) in a temporary directory and hands it to `use`; the tree is gone afterwards. */
export async function withWorld<T>(directory: string | undefined, { args, env = {}, cwd = 'app', make = [] }: Case, use: (world: World) => T | Promise<T>): Promise<T> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'para-test-'));
  const here = process.cwd();
  const named = (text: string): string => text.replaceAll('$ROOT', root);
  try {
    mkdirSync(join(root, 'home'));
    const files = directory === undefined ? '' : join(directory, 'files');
    for (const path of filesBelow(files)) put(join(root, path), named(readFileSync(join(files, path), 'utf8')));
    mkdirSync(join(root, cwd), { recursive: true });
    for (const one of make) {
      if (typeof one === 'string') mkdirSync(join(root, one), { recursive: true });
      else if ('text' in one) put(join(root, one.path), named(one.text));
      else symlinkSync(named(one.link), parentOf(join(root, one.path)));
    }
    const environment = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, named(value)]));
    return await use({ root, cwd: join(root, cwd), env: environment, args: args.map(named) });
  } finally {
    process.chdir(here);
    rmSync(root, { recursive: true, force: true });
  }
}

/** Every file below a directory, relative to it; none when it is not there. */
export function filesBelow(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1)).sort();
  } catch {
    return [];
  }
}

function put(path: string, text: string): void {
  writeFileSync(parentOf(path), text);
}

function parentOf(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  return path;
}
