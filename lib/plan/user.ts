import { type Config } from '../config/config.ts';
import { checksum } from '../hash.ts';
import { type Host } from '../host.ts';
import { type MountFlag } from '../docker/mount.ts';
import { type Engine } from './engine.ts';
import { isWithin } from '../path.ts';
import { type CacheFile, type NameValue } from './plan.ts';

export type UserPlan = {
  readonly user?: string | undefined;
  readonly keepId: boolean;
  /** Whether the command is root inside; undefined when only the image knows. */
  readonly isRoot?: boolean | undefined;
  readonly environment: readonly NameValue[];
  readonly mounts: readonly MountFlag[];
  readonly files: readonly CacheFile[];
};

/**
 * Who the command is inside. For an ordinary user of a rootful engine: the same ids, a home of its own
 * at the host home's path, and passwd and group files that know the name, so that it works in any image.
 * `occupied` are the other mounts, which the home gives way to.
 */
export function planUser(config: Config, host: Host, engine: Engine, occupied: readonly MountFlag[]): UserPlan {
  const plain = { keepId: false, environment: [], mounts: [], files: [] };
  if (typeof config.user === 'object') {
    const { uid, gid } = config.user;
    return { ...plain, user: gid === undefined ? String(uid) : `${uid}:${gid}`, isRoot: uid === 0 };
  }
  if (config.user === 'image' || engine.mapping === 'virtual-machine' || host.uid === undefined) return plain;
  // Rootless docker: uid 0 inside is the user outside.
  if (engine.mapping === 'rootless' || host.uid === 0) return { ...plain, user: '0:0', isRoot: true };
  const ids = `${host.uid}:${host.gid}`;
  const { files, mounts } = accounts(host);
  return {
    user: ids,
    keepId: engine.mapping === 'keep-id',
    isRoot: false,
    environment: [{ name: 'HOME', value: host.home }],
    mounts: [...mounts, ...home(host, engine, occupied)],
    files,
  };
}

/** passwd and group with the user, root and nobody; para's own files, named by what is in them. */
function accounts(host: Host): { files: CacheFile[]; mounts: MountFlag[] } {
  const passwd = [
    'root:x:0:0:root:/root:/bin/sh',
    `${host.user}:x:${host.uid}:${host.gid}:${host.user}:${host.home}:/bin/sh`,
    ...(host.uid === 65534 ? [] : ['nobody:x:65534:65534:nobody:/nonexistent:/bin/false']),
  ];
  const group = [
    'root:x:0:',
    ...(host.gid === 0 ? [] : [`${host.group}:x:${host.gid}:`]),
    ...(host.gid === 65534 ? [] : ['nogroup:x:65534:']),
  ];
  const files = [passwd, group].map((lines, index) => {
    const text = `${lines.join('\n')}\n`;
    return { path: `${host.cache}/accounts/${checksum(text)}/${['passwd', 'group'][index]}`, text };
  });
  const mounts = files.map(({ path }): MountFlag => ({ flag: 'mount', type: 'bind', source: path, target: `/etc/${path.split('/').at(-1)}`, readOnly: true }));
  return { files, mounts };
}

/**
 * A home in memory, the user's own, where programs can be executed. The directories between it and a
 * mount below it are made the same way: docker would make them root's, and nothing could be written there.
 */
function home(host: Host, engine: Engine, occupied: readonly MountFlag[]): MountFlag[] {
  const covered = occupied.some((mount) => mount.target === host.home || (isWithin(host.home, mount.target) && isWritable(mount)));
  if (covered || host.home === '/') return [];
  // podman knows no uid= there; its U makes the mount the user's: podman-run(1).
  const options = engine.program === 'podman' ? ['exec', 'U', 'notmpcopyup'] : ['exec', `uid=${host.uid}`, `gid=${host.gid}`];
  const between = occupied.filter((mount) => isWithin(mount.target, host.home)).flatMap((mount) => parents(mount.target, host.home));
  const targets = [...new Set([host.home, ...between])].filter((target) => target === host.home || !occupied.some((mount) => mount.target === target || isBelowMount(target, mount, host.home)));
  return targets.map((target) => ({ flag: 'tmpfs', target, options }));
}

function isBelowMount(target: string, mount: MountFlag, homeDirectory: string): boolean {
  return isWithin(mount.target, homeDirectory) && isWithin(target, mount.target);
}

function parents(path: string, top: string): string[] {
  const parent = path.slice(0, path.lastIndexOf('/'));
  return isWithin(parent, top) && parent !== top ? [...parents(parent, top), parent] : [];
}

function isWritable(mount: MountFlag): boolean {
  return mount.flag === 'mount' ? !mount.readOnly : mount.flag === 'tmpfs' || !mount.options.includes('ro');
}
