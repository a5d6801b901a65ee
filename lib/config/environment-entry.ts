import { type Origin } from '../error.ts';
import { type WrittenEnvironment } from './schema.ts';

/** One entry of `environment`, understood. A removal says what kind of entry it takes back. */
export type EnvironmentEntry =
  | { readonly kind: 'forward'; readonly name: string; readonly required: boolean; readonly at: Origin }
  | { readonly kind: 'set'; readonly name: string; readonly value: string; readonly at: Origin }
  | { readonly kind: 'prefix'; readonly prefix: string; readonly at: Origin }
  | { readonly kind: 'group'; readonly group: Group; readonly at: Origin }
  | { readonly kind: 'remove'; readonly what: { readonly name: string } | { readonly prefix: string } | { readonly group: Group }; readonly at: Origin };

export const groups = ['terminal', 'proxy', 'keys'] as const;
export type Group = (typeof groups)[number];

export type Problem = { readonly expected: string; readonly found: string; readonly hint?: string };

/** Understands one entry, or says what is wrong with it. A problem never tells the value: it may be a secret. */
export function parseEnvironmentEntry(entry: WrittenEnvironment, at: Origin): EnvironmentEntry | Problem {
  if (typeof entry === 'object') {
    const { name, value, required } = entry;
    if (!isName(name)) return badName(name);
    if (value !== undefined && required !== undefined) return { expected: "'value' or 'required', not both", found: `both for ${name}`, hint: "leave 'required' out: a value that stands there is never missing" };
    return value === undefined ? { kind: 'forward', name, required: required ?? false, at } : checked({ kind: 'set', name, value, at });
  }
  if (entry.startsWith('!')) {
    const what = parseEnvironmentEntry(entry.slice(1), at);
    if ('expected' in what) return what;
    if (what.kind === 'group') return { kind: 'remove', what: { group: what.group }, at };
    if (what.kind === 'prefix') return { kind: 'remove', what: { prefix: what.prefix }, at };
    if (what.kind === 'forward') return { kind: 'remove', what: { name: what.name }, at };
    return { expected: '!NAME, !PREFIX_* or !@group', found: 'something else after the !', hint: 'write only the name after the !: !NAME' };
  }
  if (entry.startsWith('@')) {
    const group = groups.find((one) => `@${one}` === entry);
    if (group !== undefined) return { kind: 'group', group, at };
    return { expected: `one of ${groups.map((one) => `@${one}`).join(', ')}`, found: `'${entry}'`, hint: 'leave it out, or list the variables by name' };
  }
  const equals = entry.indexOf('=');
  const name = equals < 0 ? entry : entry.slice(0, equals);
  if (equals >= 0) return isName(name) ? checked({ kind: 'set', name, value: entry.slice(equals + 1), at }) : badName(name);
  if (name.endsWith('*') && isName(name.slice(0, -1))) return { kind: 'prefix', prefix: name.slice(0, -1), at };
  return isName(name) ? { kind: 'forward', name, required: false, at } : badName(name);
}

function isName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** A long word may be a key that was pasted: it is not told. */
function badName(name: string): Problem {
  return { expected: 'a variable name of letters, digits and _, not starting with a digit', found: name.length > 24 ? 'a longer word' : `'${name}'`, hint: 'write NAME to forward a variable, NAME=VALUE to set it, PREFIX_* to forward all that begin so' };
}

/** An argument cannot hold a NUL byte. */
function checked(entry: EnvironmentEntry & { kind: 'set' }): EnvironmentEntry | Problem {
  return entry.value.includes('\0') ? { expected: 'a value without NUL bytes', found: `one in ${entry.name}` } : entry;
}
