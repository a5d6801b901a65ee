import { type Config, type Mount } from '../config/config.ts';
import { type Failure } from '../error.ts';
import { type Facts } from '../host.ts';
import { type MountFlag } from '../docker/mount.ts';
import { isWithin, toInside } from '../path.ts';
import { type Workspace } from './workspace.ts';

/**
 * The user's mounts as docker takes them. A bind from outside the workspace is read-only unless it says
 * `rw`; a missing source is a failure unless the mount is optional, in which case it is left out.
 */
export function planMounts(config: Config, facts: Facts, workspace: Workspace | undefined, protectedTargets: readonly string[]): { mounts: MountFlag[]; failures: Failure[] } {
  const results = config.mounts.map((mount) => ({ mount, failure: failureOf(mount, facts, workspace) ?? overProtected(mount, toFlag(mount, facts, workspace), protectedTargets) }));
  const isThere = ({ type, source }: Mount): boolean => type !== 'bind' || facts.paths[source!]?.kind !== 'missing';
  return {
    mounts: results.filter(({ mount, failure }) => failure === undefined && isThere(mount)).map(({ mount }) => toFlag(mount, facts, workspace)),
    failures: results.flatMap(({ failure }) => failure ?? []),
  };
}

function failureOf(mount: Mount, facts: Facts, workspace: Workspace | undefined): Failure | undefined {
  const { at, entry, source, target } = mount;
  if (mount.type === 'bind' && facts.paths[source!]?.kind === 'missing') {
    return mount.optional ? undefined : { id: 'missing-path', at, entry, path: source!, what: 'mount source' };
  }
  if (workspace !== undefined && workspace.target === toInside(target)) {
    return { id: 'conflict', at, problem: `the mount '${entry}' has the workspace's own target, ${target}`, hint: 'give it another target, or set docker.workspace' };
  }
  if (mount.relabel !== undefined && `${source}${target}`.includes(':')) {
    return { id: 'conflict', at, problem: `docker takes the option ${mount.relabel} only for paths without a colon: '${entry}'`, hint: 'leave the option out, or rename the path' };
  }
  return undefined;
}

/** A writable mount over a protected path would undo its protection. */
function overProtected({ at, entry }: Mount, flag: MountFlag, protectedTargets: readonly string[]): Failure | undefined {
  const isWritable = flag.flag === 'mount' ? !flag.readOnly : !(flag.flag === 'volume' && flag.options.includes('ro'));
  const covered = protectedTargets.find((target) => isWithin(flag.target, target));
  if (!isWritable || covered === undefined) return undefined;
  return { id: 'conflict', at, problem: `the mount '${entry}' would make ${covered} writable, which is protected`, hint: 'make it read-only, or give it another target' };
}

function toFlag(mount: Mount, facts: Facts, workspace: Workspace | undefined): MountFlag {
  const { type, source, size, mode } = mount;
  const target = toInside(mount.target);
  if (type === 'tmpfs') return { flag: 'mount', type, target, readOnly: mount.readOnly ?? false, size, mode };
  const root = workspace && (facts.paths[workspace.root]?.real ?? workspace.root);
  const real = facts.paths[source ?? '']?.real ?? source;
  const isOutside = type === 'bind' && (root === undefined || real === undefined || !isWithin(real, root));
  const readOnly = mount.readOnly ?? isOutside;
  // Only --volume can ask for a new SELinux label.
  if (mount.relabel !== undefined && source !== undefined) return { flag: 'volume', source, target, options: [readOnly ? 'ro' : 'rw', mount.relabel] };
  return { flag: 'mount', type, source, target, readOnly };
}
