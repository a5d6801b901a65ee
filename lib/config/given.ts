import { type Given } from '../cli/words.ts';
import { type Failure, type Origin } from '../error.ts';
import { understand } from './diagnose.ts';
import { type Checked } from './layers.ts';
import { docker } from './schema.ts';
import { step } from './text.ts';

/** What is asked of this one invocation and has no config key. */
export type Request = {
  readonly dryRun: boolean;
  readonly format: 'shell' | 'json' | 'nul';
  /** true: build even if up to date; false: never build. */
  readonly build?: boolean | undefined;
  readonly forward: boolean;
  readonly detach: boolean;
  readonly name?: string | undefined;
  readonly keep: boolean;
  readonly profile?: string | undefined;
  readonly config?: string | undefined;
  readonly noConfig: boolean;
  readonly tty?: boolean | undefined;
  readonly interactive?: boolean | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color?: boolean | undefined;
};

/** The settings without a config key; of one given twice the last counts. */
export function toRequest(given: readonly Given[]): Request {
  const last = new Map<string, Given['value']>();
  for (const { option, value } of given) {
    if (option.negates !== undefined && value === true) last.set(option.negates, false);
    else if (option.negates !== undefined) last.delete(option.negates);
    else if (option.key === undefined) last.set(option.name, value);
    // The two exclude each other.
    if (option.name === 'config') last.delete('no-config');
    if (option.name === 'no-config' && value === true) last.delete('config');
  }
  const text = (name: string): string | undefined => last.get(name) as string | undefined;
  const flag = (name: string): boolean | undefined => last.get(name) as boolean | undefined;
  return {
    dryRun: flag('dry-run') ?? false,
    format: (text('format') ?? 'shell') as Request['format'],
    build: flag('build'),
    forward: flag('forward') ?? true,
    detach: flag('detach') ?? false,
    name: text('name'),
    keep: flag('keep') ?? false,
    profile: text('profile'),
    config: text('config'),
    noConfig: flag('no-config') ?? false,
    tty: flag('tty'),
    interactive: flag('interactive'),
    quiet: flag('quiet') ?? false,
    verbose: flag('verbose') ?? false,
    color: flag('color'),
  };
}

/** The settings whose value is none of the option's choices. */
export function notChoices(given: readonly Given[]): Failure[] {
  return given.filter(({ option }) => option.key === undefined).flatMap(notAChoice);
}

function notAChoice({ option, value, spelled }: Given): Failure[] {
  if (option.choices === undefined || option.choices.includes(String(value))) return [];
  const expected = `${option.choices.slice(0, -1).join(', ')} or ${option.choices.at(-1)}`;
  return [{ id: 'value', at: { layer: 'option', key: spelled }, expected, found: `'${String(value)}'` }];
}

/**
 * The settings that have a config key, as a layer like that of a file. Relative paths in it are
 * relative to `base`, the working directory. What the schema does not take is a failure and left out.
 */
export function toLayer(name: 'option' | 'environment', given: readonly Given[], base: string): Checked {
  const value: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const { option, value: raw, spelled } of given) {
    if (option.key === undefined) continue;
    const path = option.name === 'image' ? ['image'] : option.name === 'network' ? ['network', 'mode'] : option.key.split('.');
    const [last, ...parents] = path.toReversed() as [string, ...string[]];
    const parent = parents.reverse().reduce(within, value);
    const entries = (parent[last] ?? []) as unknown[];
    parent[last] = option.many === undefined ? plain(option.key, raw) : [...entries, raw];
    const key = path.reduce(step, '');
    origins[option.many === undefined ? key : step(key, entries.length)] = { layer: name, key: spelled };
  }
  const { image, ...rest } = value;
  const at = (path: string): Origin => origins[path] ?? Object.entries(origins).find(([key]) => path.startsWith(key))?.[1] ?? { layer: name, key: path };
  const understood = understand(docker, rest, at);
  const named = typeof image === 'string' ? { image } : {};
  return { layers: [{ name, base, origins, value: { ...understood.value, ...named } }], failures: understood.failures };
}

function within(parent: Record<string, unknown>, key: string): Record<string, unknown> {
  parent[key] ??= {};
  return parent[key] as Record<string, unknown>;
}

/** The one option whose key is a number in the file. */
function plain(key: string, raw: Given['value']): unknown {
  return key === 'resources.pids' && /^-?\d+$/.test(String(raw)) ? Number(raw) : raw;
}
