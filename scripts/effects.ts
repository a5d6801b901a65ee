import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

/** The files that may touch the world: process, file system, child processes, clock, randomness. */
const effectRooms = ['lib/config/read.ts', 'lib/host.ts', 'lib/docker/observe.ts', 'lib/docker/execute.ts', 'lib/terminal.ts', 'lib/state.ts'];

/** These call the effect rooms; all others get values. */
const callers = ['bin/para.ts', 'lib/main.ts', 'lib/compile.ts', 'lib/bug.ts', 'lib/docker/steps.ts', ...effectRooms];

/** What else single files may use: the exit code is set where the process begins; yargs makes the help text and no more. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  'bin/para.ts': ['process'],
  'lib/bug.ts': ['process'],
  'lib/cli/help.ts': ['yargs'],
  // process.getBuiltinModule: node:crypto is loaded only where a hash is asked for.
  'lib/hash.ts': ['process'],
};

/** Modules without effects; where names are listed, only those. Any other module is an effect. */
const pureModules: Readonly<Record<string, readonly string[] | 'all'>> = {
  'node:path': 'all',
  'node:crypto': ['createHash'],
  'node:os': ['constants'],
  valibot: 'all',
  'jsonc-parser': 'all',
  yaml: 'all',
};

const effectGlobals = ['process', 'globalThis', 'global', 'require', 'console', 'Date', 'Math.random', 'crypto', 'performance', 'fetch', 'WebSocket', 'setTimeout', 'setInterval', 'setImmediate', 'eval', 'Function'];

const leaves = ['lib/error.ts', 'lib/hash.ts', 'lib/nearest.ts', 'lib/path.ts', 'lib/quote.ts'];

/** What each room may import besides itself and types: dependencies point one way. The longest match counts. */
const directions: Readonly<Record<string, readonly string[] | 'all'>> = {
  'bin/para.ts': ['lib/main.ts', 'lib/bug.ts'],
  'lib/main.ts': 'all',
  'lib/compile.ts': 'all',
  'lib/bug.ts': ['lib/terminal.ts'],
  'lib/error.ts': [],
  'lib/hash.ts': [],
  'lib/nearest.ts': [],
  'lib/path.ts': [],
  'lib/quote.ts': [],
  'lib/terminal.ts': [],
  'lib/state.ts': leaves,
  'lib/host.ts': ['lib/terminal.ts', ...leaves],
  'lib/print.ts': leaves,
  'lib/report.ts': leaves,
  'lib/cli/': ['lib/config/options.ts', ...leaves],
  'lib/config/': ['lib/agents/', ...leaves],
  'lib/plan/': ['lib/docker/mount.ts', 'lib/docker/port.ts', 'lib/docker/reference.ts', 'lib/image/', 'lib/agents/', ...leaves],
  'lib/docker/': ['lib/terminal.ts', ...leaves],
  'lib/image/': leaves,
  'lib/agents/': leaves,
};

type Import = { readonly module: string; readonly names: readonly string[] | 'all' };
type Compiled = { readonly globals: readonly string[]; readonly imports: readonly Import[] };

/** All that is against the rules in these sources, which are TypeScript by path from the root. */
export function violations(sources: Readonly<Record<string, string>>): string[] {
  return Object.entries(sources).flatMap(([path, source]) => {
    const { globals, imports } = compile(source);
    const allowed = exceptions[path] ?? [];
    const mayEffect = effectRooms.includes(path);
    const room = Object.keys(directions).filter((one) => path === one || (one.endsWith('/') && path.startsWith(one))).sort((a, b) => b.length - a.length)[0];
    const inside = imports.filter((one) => one.module.startsWith('.')).map((one) => join(dirname(path), one.module));
    const outside = imports.filter((one) => !one.module.startsWith('.'));
    return [
      ...(mayEffect ? [] : globals.filter((one) => !allowed.includes(one)).map((one) => `${path}: uses ${one}, outside the effect rooms`)),
      ...(mayEffect ? [] : outside.filter((one) => !isPure(one) && !allowed.includes(one.module)).map((one) => `${path}: imports ${one.module}, outside the effect rooms`)),
      ...(callers.includes(path) ? [] : inside.filter((one) => effectRooms.includes(one)).map((one) => `${path}: calls the effect room ${one}`)),
      ...(room === undefined ? [`${path}: has no rule; say in scripts/effects.ts what it may import`] : inside.filter((one) => !mayImport(room, one)).map((one) => `${path}: imports ${one}, against the direction`)),
    ];
  });
}

function isPure({ module, names }: Import): boolean {
  const pure = Object.hasOwn(pureModules, module) ? pureModules[module] : undefined;
  if (pure === undefined || pure === 'all') return pure === 'all';
  return names !== 'all' && names.every((name) => pure.includes(name));
}

function mayImport(room: string, target: string): boolean {
  const allowed = directions[room];
  return allowed === 'all' || [room, ...(allowed ?? [])].some((one) => target === one || (one.endsWith('/') && target.startsWith(one)));
}

/**
 * esbuild is the parser: types, and imports used as types only, are gone from what it puts out, and it
 * marks the globals we ask for, so that nothing in a comment, string or local name is taken for one.
 */
function compile(source: string): Compiled {
  const mark = (name: string): string => `EFFECT_${name.replace('.', '_')}`;
  const { code } = transformSync(source, {
    loader: 'ts',
    format: 'esm',
    target: 'esnext',
    legalComments: 'none',
    supported: { 'template-literal': false }, // else a line of one could look like an import
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: false } },
    define: Object.fromEntries(effectGlobals.map((name) => [name, mark(name)])),
  });
  const found = [...code.matchAll(/^(?:import|export)\b([^"']*)\bfrom "([^"]+)";$/gms)].map(([, names = '', module = '']) => ({ module, names: namesOf(names) }));
  const bare = [...code.matchAll(/^import "([^"]+)";$/gm), ...code.matchAll(/\bimport\("([^"]+)"\)/g)].map(([, module = '']) => ({ module, names: 'all' as const }));
  return { globals: effectGlobals.filter((name) => new RegExp(`\\b${mark(name)}\\b`).test(code)), imports: [...found, ...bare] };
}

/** `{ a, b as c }` → a, b; `* as x` and a default are everything. */
function namesOf(clause: string): readonly string[] | 'all' {
  const inside = /^\s*\{([^}]*)\}\s*$/.exec(clause)?.[1];
  return inside === undefined ? 'all' : inside.split(',').map((one) => one.trim().split(' ')[0]!).filter((one) => one !== '');
}

function main(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const paths = ['bin', 'lib'].flatMap((top) => readdirSync(root + top, { recursive: true, encoding: 'utf8' }).map((path) => `${top}/${path}`));
  // lib/testing and lib/engine hold what tests share.
  const sources = paths.filter((path) => path.endsWith('.ts') && !/\.test\.ts$|^lib\/(testing|engine)\//.test(path)).sort();
  const found = violations(Object.fromEntries(sources.map((path) => [path, readFileSync(root + path, 'utf8')])));
  for (const line of found) console.error(line);
  if (found.length > 0 || sources.length === 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
