import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname } from 'node:path';
import { type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

/** How a process ended (its code, or the name of the signal that ended it) and all it wrote. */
export type Ended = { readonly code: number | string; readonly stdout: string; readonly stderr: string };

export type Running = {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Waits until its standard output has this in it. */
  readonly says: (text: string) => Promise<void>;
};

export type Options = { readonly env?: Record<string, string>; readonly cwd?: string; readonly input?: string; readonly asRoot?: boolean; readonly ownSession?: boolean };

/** One user, one home, one project directory, one para: all of it in a temporary directory. */
export type World = {
  readonly directory: string;
  readonly home: string;
  readonly project: string;
  readonly bin: string;
  readonly uid: number;
  readonly gid: number;
  readonly user: string;
  /** Writes a file as the user; the path is relative to the project. Returns its absolute path. */
  readonly file: (path: string, text: string, mode?: number) => string;
  /** Runs para to its end. */
  readonly para: (args: readonly string[], options?: Options) => Promise<Ended>;
  /** Starts any program as the user; its standard input stays open. */
  readonly start: (argv: readonly string[], options?: Options) => Running;
  /** para's own argv: to be started, or to stand in a script. */
  readonly argv: (...args: string[]) => string[];
  /** The project's containers, in any state. */
  readonly containers: () => string[];
};

const root = fileURLToPath(new URL('../..', import.meta.url));
export const isRoot = process.getuid?.() === 0;
const ids = isRoot ? { uid: 1234, gid: 1234 } : { uid: process.getuid!(), gid: process.getgid!() };

/** docker's own answer, without the line break at its end. Throws when docker fails. */
export function docker(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
  return stdout.replace(/\n$/, '');
}

export function inspect(container: string): Record<string, any> {
  return (JSON.parse(docker('inspect', container)) as Record<string, any>[])[0]!;
}

/** Tests that are root become an ordinary user, so that para is run as its users run it. */
export function createWorld(t: TestContext, { user = {} }: { user?: object } = {}): World {
  docker('version');
  if (!existsSync(`${root}dist/para.cjs`)) throw new Error('there is no dist/para.cjs: node scripts/build.mjs makes it');
  const directory = mkdtempSync(`${realpathSync(tmpdir())}/para-engine-test-`);
  chmodSync(directory, 0o755);
  const [home, project, bin] = [`${directory}/home/person`, `${directory}/project`, `${directory}/dist/para.cjs`];
  cpSync(`${root}dist`, `${directory}/dist`, { recursive: true });
  const file = (path: string, text: string, mode = 0o644): string => {
    const absolute = path.startsWith('/') ? path : `${project}/${path}`;
    makeDirectory(dirname(absolute));
    writeFileSync(absolute, text, { mode });
    chownSync(absolute, ids.uid, ids.gid);
    return absolute;
  };
  chownSync(directory, ids.uid, ids.gid);
  makeDirectory(project);
  file(`${home}/.config/para/config.json`, JSON.stringify({ docker: { default_image: 'busybox:latest', ...user } }));
  const containers = (): string[] => docker('ps', '--all', '--quiet', '--no-trunc', '--filter', `label=para.root=${project}`).split('\n').filter((id) => id !== '');
  const children: ChildProcess[] = [];
  t.after(() => {
    for (const child of children) child.kill('SIGKILL');
    for (const id of containers()) docker('rm', '--force', '--volumes', id);
    rmSync(directory, { recursive: true, force: true });
  });
  const start = (argv: readonly string[], { env = {}, cwd = project, asRoot = false, ownSession = false }: Options = {}): Running => {
    const [file = '', ...args] = isRoot && !asRoot ? [...becomeUser(), ...argv] : argv;
    const child = spawn(file, args, { cwd, env: { ...environment(home), ...env }, detached: ownSession });
    children.push(child);
    return collect(child);
  };
  const argv = (...args: string[]): string[] => [process.execPath, '--', bin, ...args];
  const para = (args: readonly string[], options: Options = {}): Promise<Ended> => {
    const { process: child, ended } = start(argv(...args), options);
    child.stdin.end(options.input ?? '');
    return ended;
  };
  return { directory, home, project, bin, ...ids, user: isRoot ? 'user' : userInfo().username, file, para, start, argv, containers };
}

/** The directory and those above it, the user's own. */
export function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path);
  chownSync(path, ids.uid, ids.gid);
}

/** Only what para needs: what else the machine exports must not change what a test sees. */
function environment(home: string): Record<string, string> {
  const { PATH = '', DOCKER_HOST } = process.env;
  return { PATH, HOME: home, ...(DOCKER_HOST === undefined ? {} : { DOCKER_HOST }) };
}

/** The group of the engine's socket is what lets an ordinary user use it. */
function becomeUser(): string[] {
  const socket = (process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock').replace(/^unix:\/\//, '');
  const groups = socket.startsWith('/') ? ['--groups', String(statSync(socket).gid)] : ['--clear-groups'];
  const setpriv = (process.env['PATH'] ?? '').split(':').map((one) => `${one}/setpriv`).find((one) => existsSync(one)) ?? 'setpriv';
  return [setpriv, '--reuid', String(ids.uid), '--regid', String(ids.gid), ...groups, '--'];
}

function collect(child: ChildProcessWithoutNullStreams): Running {
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  // A process that ends without reading what it is given is no error here.
  child.stdin.on('error', () => {});
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? signal!, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }));
  });
  const said = (): string => Buffer.concat(out).toString();
  return { process: child, ended, says: (text) => until(`standard output has ${JSON.stringify(text)}`, () => said().includes(text)) };
}

/** Waits until something is so; fails when it takes longer than ten seconds. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`in ten seconds it did not come true: ${what}`);
    await sleep(50);
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
