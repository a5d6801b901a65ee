import type * as v from 'valibot';
import { type Failure, type Origin } from '../error.ts';
import { nearest } from '../nearest.ts';
import { type ConfigFile, type Found } from './read.ts';
import { understand } from './diagnose.ts';
import { file, type WrittenDocker } from './schema.ts';

/** One source of configuration, checked against the schema: weaker layers come first in a list of them. */
export type Layer = {
  readonly name: Origin['layer'];
  /** What relative paths in it are relative to: an absolute directory. */
  readonly base: string;
  /** `image` is what `--image` or PARA_IMAGE said: unlike `default_image` it beats a Dockerfile. */
  readonly value: WrittenDocker & { readonly image?: string };
  /** Origins by key path under `docker` (`mounts[2]`); a path that is not listed has its parent's. */
  readonly origins: Readonly<Record<string, Origin>>;
};

/** Layers as far as they could be understood, and all that could not. */
export type Checked = { readonly layers: readonly Layer[]; readonly failures: readonly Failure[] };

/**
 * The layers of the two configuration files: user, project, then the chosen profile of each. What the
 * schema does not take is a failure and left out, so that the rest can be checked as well.
 */
export function fileLayers(found: Pick<Found, 'user' | 'project'>, profile: string | undefined): Checked {
  const files = [found.user && { name: 'user' as const, file: found.user }, found.project && { name: 'project' as const, file: found.project }].filter((one) => one !== undefined);
  const checked = files.map((one) => ({ ...one, ...check(one.file, one.name) }));
  const known = checked.flatMap((one) => Object.keys(one.value.profiles ?? {}));
  const unknown: Failure[] = profile === undefined || known.includes(profile) ? [] : [{ id: 'unknown-profile', name: profile, known, nearest: nearest(profile, known) }];
  const plain = checked.map((one) => toLayer(one.name, one.file, 'docker', one.value.docker));
  const chosen = checked.map((one) => {
    const value = profile === undefined ? undefined : own(one.value.profiles ?? {}, profile)?.docker;
    return toLayer(one.name === 'user' ? 'user' : 'profile', one.file, `profiles.${profile}.docker`, value);
  });
  return { layers: [...plain, ...chosen].filter((layer) => layer !== undefined), failures: [...checked.flatMap((one) => one.failures), ...unknown] };
}

function check(config: ConfigFile, name: Origin['layer']): { value: v.InferOutput<typeof file>; failures: Failure[] } {
  return understand(file, config.value, (key) => ({ layer: name, file: config.path, key, ...config.positions[key] }));
}

function toLayer(name: Origin['layer'], config: ConfigFile, prefix: string, value: WrittenDocker | null | undefined): Layer | undefined {
  if (value === null || value === undefined) return undefined;
  const origins = Object.entries(config.positions)
    .filter(([key]) => key === prefix || key.startsWith(`${prefix}.`))
    .map(([key, position]) => [key.slice(prefix.length + 1), { layer: name, file: config.path, key, ...position }] as const);
  return { name, base: config.base, value, origins: Object.fromEntries(origins) };
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Where the value at a key path under `docker` was written: its own place or the nearest above it. */
export function originOf(layer: Layer, path: string): Origin {
  // Of a list that was given entry by entry, on the command line, the first.
  const found = layer.origins[path] ?? layer.origins[`${path}[0]`];
  if (found !== undefined) return found;
  const parent = path.replace(/(^|\.)[^.[]*$|\[\d+\]$/, '');
  return parent === path ? { layer: layer.name, key: path === '' ? 'docker' : `docker.${path}` } : originOf(layer, parent);
}
