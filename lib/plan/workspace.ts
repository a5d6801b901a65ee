import { posix } from 'node:path';
import { type Config, type Written } from '../config/config.ts';
import { type Failure, type Origin } from '../error.ts';
import { type Facts, type Host } from '../host.ts';
import { type MountFlag } from '../docker/mount.ts';
import { isWithin, toInside } from '../path.ts';

export type Workspace = {
  /** The host directory, and where it is inside. */
  readonly root: string;
  readonly target: string;
};

export type WorkspacePlan = {
  readonly workspace?: Workspace | undefined;
  readonly workdir?: string | undefined;
  readonly mounts: readonly MountFlag[];
  /** Where, inside, nothing may be written. */
  readonly protected: readonly string[];
  readonly notes: readonly string[];
  readonly failures: readonly Failure[];
};

/** para's own files: whatever else is protected, a command must not rewrite the rules it runs under. */
const ownFiles = ['.para', '.pararc', '.pararc.json', '.pararc.yaml', '.pararc.yml'];

/**
 * The protected paths, relative to the workspace. A `config.json` is para's when it is the project file;
 * package.json stays writable, since `npm install` writes it.
 */
export function protectedPaths(config: Config, root: string, projectFile: string | undefined): Written[] {
  const own = [...ownFiles, ...(projectFile === `${root}/config.json` ? ['config.json'] : [])];
  const always = own.map((value): Written => ({ value, at: { layer: 'default', key: 'docker.protect' } }));
  return [...always, ...config.protect.map(({ value, at }) => ({ value: posix.normalize(value).replace(/\/+$/, ''), at }))];
}

/** The directory that becomes the workspace; undefined for none. */
export function workspaceRoot(config: Config, projectRoot: string): string | undefined {
  return config.workspace === false ? undefined : (config.workspace.root?.value ?? projectRoot);
}

/**
 * The workspace's mount, what is protected in it, the git directory it needs from outside, and the
 * working directory inside.
 */
export function planWorkspace(config: Config, host: Host, facts: Facts, projectRoot: string, projectFile: string | undefined): WorkspacePlan {
  const root = workspaceRoot(config, projectRoot);
  if (config.workspace === false || root === undefined) {
    const { workdir } = config;
    return { workdir: workdir === undefined || workdir.startsWith('/') ? workdir : `/${workdir}`, mounts: [], protected: [], notes: [], failures: [] };
  }
  const { named, readOnly } = config.workspace;
  const target = config.workspace.target ?? toInside(root);
  const at = config.workspace.root?.at ?? { layer: 'default', key: 'docker.workspace.root' };
  const reason = refusal(root, at, named, host, facts);
  const badTarget = reason === undefined && (!target.startsWith('/') || target === '/');
  const failures: Failure[] = [
    ...(reason === undefined ? [] : [{ id: 'workspace' as const, root, reason, at }]),
    ...(badTarget && reason === undefined ? [{ id: 'value' as const, at: config.origins['workspace.target'] ?? { ...at, key: 'docker.workspace.target' }, expected: 'an absolute path below /', found: `'${target}'`, hint: 'for example /work' }] : []),
  ];
  const protection = readOnly ? { mounts: [], notes: [], failures: [] } : protect(protectedPaths(config, root, projectFile), facts, root, target);
  const mounts: MountFlag[] = [
    { flag: 'mount', type: 'bind', source: root, target, readOnly },
    ...protection.mounts,
    ...gitMounts(facts, readOnly),
  ];
  return { workspace: { root, target }, workdir: workdirOf(config, host, facts, root, target), mounts,
    protected: [...protection.mounts, ...gitMounts(facts, readOnly)].flatMap((mount) => ('readOnly' in mount && mount.readOnly ? [mount.target] : [])),
    notes: protection.notes,
    failures: [...failures, ...protection.failures],
  };
}

/** Why a directory may not be the workspace; undefined when it may. Links are followed on both sides. */
function refusal(root: string, at: Origin, named: boolean, host: Host, facts: Facts): string | undefined {
  const fact = facts.paths[root];
  if (fact?.kind === 'missing') return 'it does not exist';
  if (fact?.kind !== 'directory') return 'it is not a directory';
  if (root.includes('\r')) return 'docker cannot be given a path with a carriage return';
  if (named || at.key === '--workspace') return undefined;
  const home = facts.paths[host.home]?.real ?? host.home;
  if (fact.real === '/') return 'it is the whole file system';
  if (fact.real === home || root === host.home) return 'it is your home directory';
  return isWithin(home, fact.real) || isWithin(host.home, root) ? 'your home directory is inside it' : undefined;
}

/**
 * Read-only mounts over the workspace. A directory above a protected path could be renamed out of the
 * way, unless it is a mountpoint itself: so each is bound onto itself first.
 */
function protect(wanted: readonly Written[], facts: Facts, root: string, target: string): { mounts: MountFlag[]; notes: string[]; failures: Failure[] } {
  const failures = wanted.flatMap((one): Failure[] => {
    if (['', '.'].includes(one.value) || one.value.startsWith('/') || one.value.split('/').includes('..')) {
      return [{ id: 'value', at: one.at, expected: 'a path inside the workspace', found: `'${one.value}'`, hint: 'write it relative to the workspace, for example .github/workflows' }];
    }
    const isMissing = facts.paths[`${root}/${one.value}`]?.kind === 'missing';
    const mayMiss = one.at.layer === 'default' || one.at.layer === 'user';
    return isMissing && !mayMiss ? [{ id: 'missing-path', at: one.at, entry: one.value, path: `${root}/${one.value}`, what: 'protected path' }] : [];
  });
  const base = facts.paths[root]?.real ?? root;
  const found = [...new Set(wanted.map((one) => one.value))].flatMap((path) => {
    const fact = facts.paths[`${root}/${path}`];
    return fact === undefined || fact.kind === 'missing' ? [] : [{ path, real: fact.real }];
  });
  const links = found.filter(({ path, real }) => real !== `${base}/${path}`);
  const present = [...new Set(found.flatMap(({ real }) => (real !== base && isWithin(real, base) ? [real.slice(base.length + 1)] : [])))];
  const outer = present.filter((path) => !present.some((other) => other !== path && isWithin(path, other)));
  const above = [...new Set(outer.flatMap(parents))].sort();
  const bind = (path: string, readOnly: boolean): MountFlag => ({ flag: 'mount', type: 'bind', source: `${root}/${path}`, target: `${target}/${path}`, readOnly });
  return { failures, notes: links.map(({ path }) => `${path} is protected, but it is a link or behind one: what it leads to in the workspace stays as it is, the link may be replaced`), mounts: [...above.map((path) => bind(path, false)), ...outer.map((path) => bind(path, true))] };
}

function parents(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/** A worktree's or submodule's git directory at its own path, its hooks out of reach. */
function gitMounts(facts: Facts, readOnly: boolean): MountFlag[] {
  const directory = facts.gitDirectory;
  if (directory === undefined) return [];
  const hooks = `${directory}/hooks`;
  const bind = (path: string, isReadOnly: boolean): MountFlag => ({ flag: 'mount', type: 'bind', source: path, target: toInside(path), readOnly: isReadOnly });
  return [bind(directory, readOnly), ...(!readOnly && facts.paths[hooks]?.kind === 'directory' ? [bind(hooks, true)] : [])];
}

/** The same place inside as outside, where that is in the workspace; `--workdir` is relative to it. */
function workdirOf(config: Config, host: Host, facts: Facts, root: string, target: string): string {
  const real = facts.paths[root]?.real ?? root;
  const base = isWithin(host.cwd, root) ? root : isWithin(host.cwd, real) ? real : undefined;
  const here = base === undefined ? target : target + (host.cwd === base ? '' : `/${host.cwd.slice(base === '/' ? 1 : base.length + 1)}`);
  if (config.workdir === undefined) return here;
  return config.workdir.startsWith('/') ? config.workdir : `${here}/${config.workdir}`;
}
