import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Case, fixtures, withWorld, type World } from './case.ts';

/** How para ended and all it wrote, the case's directory as `$ROOT`. */
export type Ended = { readonly code: number | string; readonly stdout: string; readonly stderr: string };

/** One call of docker: its arguments, and its whole environment but for PATH and the shell's own. */
export type Call = { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> };

export type Answer = { readonly to: readonly string[]; readonly code?: number; readonly stdout?: string; readonly stderr?: string; readonly echo?: boolean };

export type Options = {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
  readonly answers?: readonly Answer[];
  /** Start it by its first line, as an installed para is, with the system's own directories on PATH too. */
  readonly asInstalled?: boolean;
  /** Close para's output after its first bytes, as `head -1` does. */
  readonly close?: 'stdout' | 'stderr';
};

const bin = fileURLToPath(new URL('../../dist/para.cjs', import.meta.url));

/** Runs the built para in a world, with nothing on PATH but the docker that records. */
export async function runPara(world: Pick<World, 'root' | 'cwd'>, args: readonly string[], options: Options = {}): Promise<Ended & { calls: Call[] }> {
  if (!existsSync(bin)) throw new Error('there is no dist/para.cjs: node scripts/build.mjs makes it');
  const outside = mkdtempSync(join(realpathSync(tmpdir()), 'para-record-'));
  const record = join(outside, 'calls');
  const env = {
    PATH: options.asInstalled ? `${join(fixtures, 'bin')}:${dirname(process.execPath)}:/usr/bin:/bin` : join(fixtures, 'bin'),
    HOME: join(world.root, 'home'),
    FAKE_NODE: process.execPath,
    FAKE_RECORD: record,
    FAKE_ANSWERS: JSON.stringify(options.answers ?? []),
    ...options.env,
  };
  try {
    const ended = await end(options.asInstalled ? [bin, ...args] : [process.execPath, '--', bin, ...args], options.cwd ?? world.cwd, env, options);
    const calls = existsSync(record) ? readFileSync(record, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Call) : [];
    return { ...ended, calls };
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
}

function end(argv: readonly string[], cwd: string, env: Readonly<Record<string, string>>, { input = '', close }: Options): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const [file = '', ...words] = argv;
    const child = spawn(file, words, { cwd, env, timeout: 60_000, killSignal: 'SIGKILL' });
    const written = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        written[name] += text;
      });
    }
    if (close !== undefined) child[close].destroy();
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? signal ?? '', ...written }));
  });
}

/** A case of fixtures/errors: what the built para makes of it. */
export async function errorOf(directory: string, one: Case): Promise<Ended & { calls: Call[] }> {
  return withWorld(directory, one, async (world) => {
    const { code, stdout, stderr, calls } = await runPara(world, world.args, { env: world.env });
    return { code, stdout, stderr: stderr.replaceAll(world.root, '$ROOT'), calls };
  });
}

/** A fresh world with these files (text, or data to be written as JSON) for one test. */
export async function inWorld<T>(files: Readonly<Record<string, string | object>>, use: (world: World) => Promise<T>): Promise<T> {
  const make = Object.entries(files).map(([path, content]) => ({ path, text: typeof content === 'string' ? content : JSON.stringify(content) }));
  return withWorld(undefined, { about: '', args: [], make }, use);
}
