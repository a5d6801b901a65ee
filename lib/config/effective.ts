import { isAbsolute, resolve } from 'node:path';
import { type Failure, throwIfAny } from '../error.ts';
import { type Config, type Mount, type Secret, type Written } from './config.ts';
import { type EnvironmentEntry, parseEnvironmentEntry, type Problem } from './environment-entry.ts';
import { expand, type Surroundings } from './expand.ts';
import { type Checked, type Layer, originOf } from './layers.ts';
import { entries, merged, type Placed, strongest, strongestByKey } from './merge.ts';
import { parseMountEntry } from './mount-entry.ts';
import { parsePort } from './port-entry.ts';
import { insidePath, toInside } from '../path.ts';
import { conflicts } from './rules.ts';
import { defaults, type WrittenDocker, type WrittenEnvironment, type WrittenMount } from './schema.ts';

/**
 * Merges the layers (weakest first) into the effective configuration. Throws what was wrong in them,
 * every entry that cannot be understood and every impossible combination, all at once.
 */
export function effectiveConfig(checked: readonly Checked[], host: Surroundings & { readonly uid?: number | undefined }): Config {
  const layers: Layer[] = [{ name: 'default', base: '/', value: defaults, origins: {} }, ...checked.flatMap((one) => one.layers)];
  const failures: Failure[] = checked.flatMap((one) => one.failures);
  const fail = <T>(result: T | Problem, placed: Placed<unknown>): T[] => {
    if (typeof result !== 'object' || result === null || !('expected' in result)) return [result as T];
    failures.push({ id: 'value', at: at(placed), ...result });
    return [];
  };
  const scalar = <T>(path: string): T | undefined => strongest<T>(layers, path)?.value;
  const text = (path: string): string | undefined => optionalText(scalar<string | number>(path));
  const list = (path: string): string[] => entries<string>(layers, path).map((one) => one.value);
  const path = (placed: Placed<string> | undefined): Written | undefined =>
    placed && fail(hostPath(placed, placed.value, host), placed).map((value) => ({ value, at: at(placed) }))[0];
  const paths = (key: string): Written[] => entries<string>(layers, key).flatMap((one) => path(one) ?? []);
  const written = (key: string): Written | undefined => {
    const placed = strongest<string>(layers, key);
    return placed && { value: placed.value, at: at(placed) };
  };
  const inside = (key: string): string | undefined => {
    const placed = strongest<string>(layers, key);
    return placed && fail(expandedText(placed.value, { ...host, home: homeInside }), placed)[0];
  };

  /** A program's name stays; a path is one like any other. */
  const engineOf = (placed: Placed<string> | undefined): string | undefined =>
    placed !== undefined && (/[/\\]/.test(placed.value) || placed.value.startsWith('~')) ? path(placed)?.value : placed?.value;

  const user = strongest<string>(layers, 'user');
  const parsedUser = user === undefined ? 'host' : (fail(parseUser(user.value), user)[0] ?? 'host');
  const homeInside = parsedUser === 'host' && host.uid === 0 ? '/root' : host.home;
  const mounts = entries<WrittenMount>(layers, 'mounts').flatMap((one) =>
    fail(toMount(one, host, homeInside), one).map((value) => ({ ...one, value })),
  );
  failures.push(...duplicateTargets(mounts));

  const config: Config = {
    enabled: scalar('enabled') ?? defaults.enabled,
    engine: engineOf(strongest(layers, 'engine')) ?? defaults.engine,
    context: text('context'),
    image: written('image'),
    defaultImage: written('default_image'),
    dockerfile: path(strongest(layers, 'dockerfile')),
    build: {
      context: path(strongest(layers, 'build.context')),
      args: mapValues(merged<string | number | boolean | null>(layers, 'build.args', true), (value) => (value === null ? null : String(value))),
      target: text('build.target'),
      secrets: entries<{ id: string; src?: string; env?: string }>(layers, 'build.secrets').flatMap((one): Secret[] => {
        const { id, src, env } = one.value;
        const expanded = src === undefined ? [undefined] : fail(hostPath(one, src, host), one);
        return expanded.map((value) => ({ id, src: value, env, at: at(one) }));
      }),
      ssh: list('build.ssh'),
      cacheFrom: list('build.cache_from'),
      cacheTo: list('build.cache_to'),
      platform: text('build.platform') ?? text('platform'),
      network: text('build.network'),
      labels: mapValues(merged<string>(layers, 'build.labels'), (value) => value),
    },
    buildCache: scalar('build_cache') ?? defaults.build_cache,
    pull: scalar('pull') ?? defaults.pull,
    platform: text('platform'),
    environment: byLayer(entries<WrittenEnvironment>(layers, 'environment'), (one) => fail(parseEnvironmentEntry(one.value, at(one)), one)),
    envFiles: paths('env_files'),
    mounts: strongestByKey(mounts, (mount) => mount.target).map((one) => one.value),
    workspace: workspaceOf(layers, path, inside),
    workdir: inside('workdir'),
    protect: entries<string>(layers, 'protect').flatMap((one) => fail(expandedText(one.value, host), one).map((value) => ({ value, at: at(one) }))),
    user: parsedUser,
    ports: strongestByKey(
      entries<string | number>(layers, 'ports').flatMap((one) => fail(parsePort(one.value, at(one)), one).map((value) => ({ ...one, value }))),
      (port) => `${port.container}/${port.protocol}`,
    ).map((one) => one.value),
    network: {
      mode: text('network.mode') ?? defaults.network,
      allow: [...new Set(list('network.allow'))],
      hostPorts: [...new Set(entries<number>(layers, 'network.host_ports').map((one) => one.value))],
    },
    resources: {
      cpus: text('resources.cpus'),
      memory: text('resources.memory'),
      pids: scalar('resources.pids'),
      shmSize: text('resources.shm_size'),
      gpus: text('resources.gpus'),
    },
    security: {
      noNewPrivileges: scalar('security.no_new_privileges') ?? defaults.security.no_new_privileges,
      capDrop: scalar('security.cap_drop'),
      capAdd: scalar('security.cap_add') ?? [],
      privileged: scalar('security.privileged') ?? false,
      readOnlyRoot: scalar('security.read_only_root') ?? false,
      selinux: text('security.selinux'),
    },
    caCertificates: scalar('ca_certificates') === 'host' ? written('ca_certificates') : path(strongest(layers, 'ca_certificates')),
    command: scalar('command') ?? [],
    setup: written('setup'),
    agents: mapValues(merged<NonNullable<WrittenDocker['agents']>[string]>(layers, 'agents'), (agent) => ({ command: agent?.command ?? undefined, env: agent?.env ?? undefined })),
    args: list('args'),
    origins: Object.fromEntries(['enabled', 'engine', 'network.mode', 'security.privileged', 'build.context', 'dockerfile', 'network.allow', 'network.host_ports', 'user', 'workspace.target'].flatMap((key) => {
      const placed = strongest(layers, key);
      return placed === undefined ? [] : [[key, at(placed)]];
    })),
  };
  throwIfAny([...failures, ...conflicts(config)]);
  return config;
}

function at(placed: Placed<unknown>) {
  return originOf(placed.layer, placed.path);
}

function toMount(placed: Placed<WrittenMount>, host: Surroundings, homeInside: string): Mount | Problem {
  const parsed = parseMountEntry(placed.value, at(placed));
  if ('expected' in parsed) return parsed;
  const source = parsed.type === 'bind' && parsed.source !== undefined ? hostPath(placed, parsed.source, host) : parsed.source;
  if (typeof source === 'object') return source;
  const target = parsed.target === undefined ? source : expandedText(parsed.target, { ...host, home: homeInside });
  if (typeof target === 'object') return target;
  const normal = insidePath(toInside(target ?? ''));
  if (!normal.startsWith('/') || normal === '/') {
    return { expected: 'an absolute target below /', found: `'${parsed.entry}'`, hint: 'for example ./data:/data; the options are ro, rw, z and Z' };
  }
  return { ...parsed, source, target: normal };
}

function duplicateTargets(mounts: readonly Placed<Mount>[]): Failure[] {
  return mounts.flatMap((one, index) => {
    const other = mounts.slice(0, index).find((before) => before.layer === one.layer && before.value.target === one.value.target);
    return other === undefined ? [] : [{ id: 'duplicate-target' as const, at: one.value.at, entry: one.value.entry, target: one.value.target, other: other.value.at, otherEntry: other.value.entry }];
  });
}

function workspaceOf(layers: readonly Layer[], path: (placed: Placed<string> | undefined) => Written | undefined, inside: (key: string) => string | undefined): Config['workspace'] {
  if (strongest(layers, 'workspace')?.value === false) return false;
  const root = strongest<string>(layers, 'workspace.root');
  const target = inside('workspace.target');
  return {
    root: path(root),
    named: root?.layer.name === 'option' || root?.layer.name === 'environment',
    target: target === undefined ? undefined : insidePath(target),
    readOnly: strongest<boolean>(layers, 'workspace.read_only')?.value ?? false,
  };
}

function parseUser(text: string): Config['user'] | Problem {
  if (text === 'host' || text === 'image') return text;
  const [, uid, gid] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(text) ?? [];
  if (uid === undefined) return { expected: 'host, image or UID[:GID]', found: `'${text}'`, hint: 'write host, image, or numbers: 1000:1000 (`id -u; id -g` prints yours)' };
  return { uid: Number(uid), gid: gid === undefined ? undefined : Number(gid) };
}

/** A path of the host: expanded, and absolute from the directory its layer speaks for. */
function hostPath(placed: Placed<unknown>, text: string, host: Surroundings): string | Problem {
  const expanded = expandedText(text, host);
  if (typeof expanded === 'object') return expanded;
  if (expanded === '') return { expected: 'a path', found: 'an empty one' };
  return isAbsolute(expanded) && resolve(expanded) === expanded ? expanded : resolve(placed.layer.base, expanded);
}

function expandedText(text: string, host: Surroundings): string | Problem {
  const result = expand(text, host);
  if ('problem' in result) return { expected: 'a path that can be expanded', found: `'${text}': ${result.problem}`, hint: 'write the path out, or give the variable a default: ${NAME:-default}' };
  if (/[\0\r]/.test(result.text)) return { expected: 'a path that docker can be given', found: 'one with a NUL or carriage return' };
  return result.text;
}

function byLayer(placed: readonly Placed<WrittenEnvironment>[], parse: (one: Placed<WrittenEnvironment>) => EnvironmentEntry[]): EnvironmentEntry[][] {
  const layers = [...new Set(placed.map((one) => one.layer))];
  return layers.map((layer) => placed.filter((one) => one.layer === layer).flatMap(parse));
}

function optionalText(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function mapValues<T, R>(map: Readonly<Record<string, Placed<T>>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(map).map(([key, placed]) => [key, change(placed.value)]));
}
