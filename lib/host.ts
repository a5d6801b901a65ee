import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { type UserInfo, userInfo } from 'node:os';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { ParaError } from './error.ts';
import { isTerminal } from './terminal.ts';

/** The machine and process para runs in, read once. Nothing in it depends on configuration. */
export type Host = {
  readonly version: string;
  readonly platform: NodeJS.Platform;
  readonly cwd: string;
  readonly home: string;
  /** undefined where the platform has none (Windows). */
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** The names of uid and gid; `user` for a uid without one. */
  readonly user: string;
  readonly group: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdinIsTty: boolean;
  readonly stdoutIsTty: boolean;
  /** Ten hexadecimal digits, new in every process. */
  readonly random: string;
  /** para's own files: the user's configuration file and the cache directory. */
  readonly userConfig: string;
  readonly cache: string;
};

declare const PARA_VERSION: string | undefined;

/** Reads the process and the machine. Throws when the working directory is gone. */
export function readHost(): Host {
  // Without a prototype: a variable named `constructor` is one that is not set.
  const env: NodeJS.ProcessEnv = Object.assign(Object.create(null), process.env);
  const person = whoAmI();
  const user = person?.username ?? 'user';
  const home = [env['HOME'], person?.homedir].find(isHome)?.replace(/(?<=.)\/+$/, '') ?? `/home/${user}`;
  const config = directory('XDG_CONFIG_HOME', { darwin: 'Library/Application Support', win32: 'AppData/Roaming', other: '.config' });
  const cache = directory('XDG_CACHE_HOME', { darwin: 'Library/Caches', win32: 'AppData/Local/Cache', other: '.cache' });
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return {
    version: readVersion(),
    platform: process.platform,
    cwd: workingDirectory(),
    home,
    uid,
    gid,
    user,
    group: groupName(gid) ?? user,
    env,
    stdinIsTty: isTerminal(0),
    stdoutIsTty: isTerminal(1),
    random: Math.floor(Math.random() * 2 ** 40).toString(16).padStart(10, '0'),
    userConfig: join(config, 'para', 'config.json'),
    cache: join(cache, 'para'),
  };

  function directory(variable: string, usual: { darwin: string; win32: string; other: string }): string {
    const named = env[variable];
    if (named !== undefined && isAbsolute(named)) return named;
    return join(home, process.platform === 'darwin' ? usual.darwin : process.platform === 'win32' ? usual.win32 : usual.other);
  }
}

function readVersion(): string {
  if (typeof PARA_VERSION === 'string') return PARA_VERSION;
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    throw new ParaError([{ id: 'working-directory' }]);
  }
}

/** The user by the host's accounts; undefined for a uid that has none. */
function whoAmI(): UserInfo<string> | undefined {
  try {
    return userInfo();
  } catch {
    return undefined;
  }
}

/** A home that passwd and docker can name: absolute, normal, and without their separators. */
function isHome(path: string | undefined): path is string {
  return path !== undefined && isAbsolute(path) && path !== '/' && resolve(path) === path.replace(/(?<=.)\/+$/, '') && !/[:\r\n]/.test(path);
}

function groupName(gid: number | undefined): string | undefined {
  return readIfThere('/etc/group')?.split('\n').map((line) => line.split(':')).find((fields) => fields[2] === String(gid))?.[0];
}

/** What is at a path. `real` is the path with every link followed. */
export type PathFact = { readonly kind: 'file' | 'directory' | 'other' | 'missing'; readonly real: string };

export type Facts = {
  readonly paths: Readonly<Record<string, PathFact>>;
  /** The address of the engine that the docker CLI will talk to; undefined: its default socket. */
  readonly endpoint?: string | undefined;
  /** The git directory outside the workspace that its `.git` file belongs to, proven by that repository's own record. */
  readonly gitDirectory?: string | undefined;
  /** The Dockerfile's text, where there is one. */
  readonly dockerfile?: string | undefined;
};

/** Looks at each of these absolute paths, following links. */
export function lookAt(paths: readonly string[]): Record<string, PathFact> {
  return Object.fromEntries(paths.map((path) => [path, factOf(path)]));
}

function factOf(path: string): PathFact {
  try {
    const stat = statSync(path);
    return { kind: stat.isDirectory() ? 'directory' : stat.isFile() ? 'file' : 'other', real: realpathSync(path) };
  } catch {
    return { kind: 'missing', real: path };
  }
}

/** The text of a plain file of 1 MiB at most; undefined when it cannot be read. A pipe or device might never end. */
export function readIfThere(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= 1024 * 1024 ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Where the docker CLI will find its engine: `--context`, DOCKER_HOST, DOCKER_CONTEXT, then the
 * current context of its configuration, in its own order.
 * https://docs.docker.com/engine/manage-resources/contexts/
 */
export function readEndpoint(host: Host, context: string | undefined, sha256: (text: string) => string): string | undefined {
  const address = host.env['DOCKER_HOST'];
  if (context === undefined && address !== undefined && address !== '') return address;
  const directory = host.env['DOCKER_CONFIG'] || join(host.home, '.docker');
  const current = (): unknown => parsed(join(directory, 'config.json'))?.['currentContext'];
  const name = context ?? (host.env['DOCKER_CONTEXT'] || current());
  if (typeof name !== 'string' || name === '' || name === 'default') return undefined;
  const meta = parsed(join(directory, 'contexts', 'meta', sha256(name), 'meta.json'));
  const endpoints = meta?.['Endpoints'] as { docker?: { Host?: unknown } } | undefined;
  return typeof endpoints?.docker?.Host === 'string' ? endpoints.docker.Host : undefined;
}

function parsed(path: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/**
 * The git directory a work tree needs from outside itself, if its repository's own record points
 * back here: for a worktree `<common>/worktrees/<name>/gitdir`, for a submodule `core.worktree`. A
 * `.git` file alone proves nothing: a repository can bring one that names any directory.
 * https://git-scm.com/docs/gitrepository-layout
 */
export function readGitDirectory(root: string): string | undefined {
  try {
    const file = join(root, '.git');
    if (!lstatSync(file).isFile()) return undefined;
    const named = /^gitdir: (.+)/.exec(readFileSync(file, 'utf8'))?.[1];
    if (named === undefined) return undefined;
    const gitDirectory = realpathSync(resolve(root, named));
    const common = commonOf(gitDirectory, root);
    const inside = common === undefined || `${common}${sep}`.startsWith(`${realpathSync(root)}${sep}`);
    return inside || !statSync(join(common, 'HEAD')).isFile() ? undefined : common;
  } catch {
    return undefined;
  }
}

function commonOf(gitDirectory: string, root: string): string | undefined {
  const shared = readIfThere(join(gitDirectory, 'commondir'))?.trim();
  if (shared === undefined) {
    const config = readIfThere(join(gitDirectory, 'config')) ?? '';
    const worktree = /^\s*worktree\s*=\s*(.+?)\s*$/m.exec(config)?.[1];
    return worktree !== undefined && realpathSync(resolve(gitDirectory, worktree)) === realpathSync(root) ? gitDirectory : undefined;
  }
  const common = realpathSync(resolve(gitDirectory, shared));
  const recorded = readIfThere(join(gitDirectory, 'gitdir'))?.trim() ?? '';
  const isRecorded = dirname(gitDirectory) === join(common, 'worktrees') && realpathSync(resolve(gitDirectory, recorded)) === realpathSync(join(root, '.git'));
  return isRecorded ? common : undefined;
}
