import { presets } from '../agents/presets.ts';
import { type Config } from '../config/config.ts';
import { type EnvironmentEntry, type Group } from '../config/environment-entry.ts';
import { type Failure, type Origin } from '../error.ts';
import { type Host } from '../host.ts';
import { type NameValue } from './plan.ts';
import { proxyNames, type ProxyVariable } from './proxy.ts';

export type EnvironmentPlan = {
  readonly variables: readonly NameValue[];
  /** The host's proxies that are among them. */
  readonly proxies: readonly ProxyVariable[];
  readonly notes: readonly string[];
  readonly failures: readonly Failure[];
};

/** `isNamed`: an entry says this very name; it is not one of a group's. */
type Wanted = { readonly name: string; readonly value?: string; readonly isNamed: boolean; readonly required: boolean; readonly at: Origin };

/**
 * Which variables the container gets. A host value travels by name alone; only literals carry one.
 * Layers are applied weakest first. Within a layer order does not matter: groups, then prefixes, then
 * names, removals after additions of the same kind, so that the more specific entry wins.
 */
export function planEnvironment(config: Config, host: Host, proxies: readonly ProxyVariable[], command: string | undefined, forward: boolean): EnvironmentPlan {
  const wanted = config.environment.reduce((before, layer) => applyLayer(before, layer, host, config, command), new Map<string, Wanted>());
  const entries = [...wanted.values()].filter((one) => forward || one.value !== undefined);
  const isUnset = (one: Wanted): boolean => one.value === undefined && host.env[one.name] === undefined;
  const present = entries.filter((one) => !isUnset(one));
  const forwarded = new Set(present.filter((one) => one.value === undefined).map((one) => one.name));
  const used = proxies.filter((one) => forwarded.has(one.name));
  return {
    variables: present.map(({ name, value }) => ({ name, value: value ?? used.find((one) => one.name === name)?.value })),
    proxies: used,
    notes: entries.filter((one) => isUnset(one) && one.isNamed && !one.required && one.at.layer === 'option').map((one) => `${one.name} (${one.at.key}) is not set here, so the container does not get it`),
    failures: entries.filter((one) => isUnset(one) && one.required).map((one) => ({ id: 'required-variable', at: one.at, name: one.name })),
  };
}

function applyLayer(before: ReadonlyMap<string, Wanted>, layer: readonly EnvironmentEntry[], host: Host, config: Config, command: string | undefined): Map<string, Wanted> {
  const after = new Map(before);
  const add = (names: readonly string[], at: Origin): void => {
    for (const name of names) after.set(name, { name, isNamed: false, required: false, at });
  };
  const remove = (matches: (name: string) => boolean): void => {
    for (const name of [...after.keys()].filter(matches)) after.delete(name);
  };
  const removals = layer.flatMap((entry) => (entry.kind === 'remove' ? [entry.what] : []));
  for (const entry of layer) if (entry.kind === 'group') add(members(entry.group, host, config, command), entry.at);
  for (const what of removals) if ('group' in what) remove((name) => isMember(name, what.group, config));
  for (const entry of layer) if (entry.kind === 'prefix') add(withPrefix(entry.prefix, host), entry.at);
  for (const what of removals) if ('prefix' in what) remove((name) => name.startsWith(what.prefix));
  for (const entry of layer) {
    if (entry.kind === 'forward') after.set(entry.name, { name: entry.name, isNamed: true, required: entry.required, at: entry.at });
    if (entry.kind === 'set') after.set(entry.name, { name: entry.name, value: entry.value, isNamed: true, required: false, at: entry.at });
  }
  for (const what of removals) if ('name' in what) after.delete(what.name);
  return after;
}

const terminal = ['TERM', 'COLORTERM', 'TERM_PROGRAM', 'LANG', 'TZ', 'NO_COLOR', 'FORCE_COLOR'];

function members(group: Group, host: Host, config: Config, command: string | undefined): string[] {
  if (group === 'proxy') return proxyNames;
  if (group === 'keys') return keysOf(config, command);
  // Another shell's path may not exist in the image.
  const shell = ['/bin/sh', '/bin/bash'].includes(host.env['SHELL'] ?? '') ? ['SHELL'] : [];
  return [...terminal, ...withPrefix('LC_', host), ...shell];
}

function isMember(name: string, group: Group, config: Config): boolean {
  if (group === 'proxy') return proxyNames.includes(name);
  if (group === 'keys') return keysOf(config, undefined).includes(name);
  return terminal.includes(name) || name.startsWith('LC_') || name === 'SHELL';
}

/** The API keys of the agent that is run, or of all when the command is none that is known. */
function keysOf(config: Config, command: string | undefined): string[] {
  const known = Object.entries({ ...presets, ...config.agents }).map(([name, agent]) => ({
    command: agent.command ?? presets[name]?.command ?? name,
    env: agent.env ?? presets[name]?.env ?? [],
  }));
  const running = known.filter((agent) => agent.command === command);
  return [...new Set((running.length > 0 ? running : known).flatMap((agent) => agent.env))];
}

function withPrefix(prefix: string, host: Host): string[] {
  return Object.keys(host.env).filter((name) => name.startsWith(prefix) && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)).sort();
}
