import * as v from 'valibot';
import { type Failure, type Origin } from '../error.ts';
import { nearest } from '../nearest.ts';
import { step } from './text.ts';

type Issue = v.BaseIssue<unknown>;
type Key = string | number;

/**
 * What the schema makes of a value: all that it does not take as failures, and the rest. `at` tells
 * where a key path of the value was written.
 */
export function understand<S extends v.GenericSchema>(schema: S, value: unknown, at: (path: string) => Origin): { value: v.InferOutput<S>; failures: Failure[] } {
  const result = v.safeParse(schema, value);
  if (result.success) return { value: result.output, failures: [] };
  const wrong = leaves(result.issues, []);
  const failures = wrong.map(({ issue, keys }) => describe(issue, keys, schema, value, at(keys.reduce<string>(step, ''))));
  const rest = wrong.some(({ keys }) => keys.length === 0) ? {} : wrong.reduce((before, { keys }) => without(before, keys), value);
  const distinct = failures.filter((failure, index) => failures.findIndex((other) => JSON.stringify(other) === JSON.stringify(failure)) === index);
  return { value: rest as v.InferOutput<S>, failures: distinct.sort(byPlace) };
}

function byPlace(a: Failure, b: Failure): number {
  const [first, second] = [a, b].map((one) => ('at' in one ? [one.at.line ?? 0, one.at.column ?? 0] : [0, 0]));
  return first![0]! - second![0]! || first![1]! - second![1]!;
}

function describe(issue: Issue, keys: readonly Key[], schema: v.GenericSchema, value: unknown, at: Origin): Failure {
  if (issue.type !== 'strict_object' || issue.expected !== 'never') {
    return { id: 'value', at, expected: expectation(issue), found: kind(keys.reduce(inside, value), keys) };
  }
  const known = keysOf(schema, keys.slice(0, -1));
  return { id: 'unknown-key', at, nearest: nearest(String(keys.at(-1)), known), known };
}

/** A copy without what stands at the key path. Of a list the whole entry goes, the others keep their places. */
function without(value: unknown, [key, ...rest]: readonly Key[]): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry: unknown, index) => (index === key ? undefined : entry));
  const { [key]: child, ...others } = value as Record<Key, unknown>;
  const remaining = without(child, rest);
  return rest.length === 0 || remaining === undefined ? others : { ...others, [key]: remaining };
}

/** The issues to tell of: of a union that half understood the value, those of the branch that got furthest. */
function leaves(issues: readonly Issue[], before: readonly Key[]): { issue: Issue; keys: Key[] }[] {
  return issues.flatMap((issue) => {
    const keys = [...before, ...(issue.path ?? []).map((item) => item.key as Key)];
    const deeper = issue.type === 'union' ? (issue.issues ?? []).filter((one) => one.path !== undefined) : [];
    return deeper.length > 0 ? leaves(deeper, keys) : [{ issue, keys }];
  });
}

type Shape = {
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly wrapped?: unknown;
  readonly pipe?: readonly unknown[];
  readonly options?: readonly unknown[];
  readonly item?: unknown;
  readonly value?: unknown;
};

/** The keys that the schema knows at a key path. */
function keysOf(schema: unknown, path: readonly Key[]): string[] {
  const shape = schema as Shape;
  const inner = [shape.wrapped, shape.pipe?.[0], ...(shape.options ?? [])].filter((one) => typeof one === 'object' && one !== schema);
  const [first, ...rest] = path;
  if (shape.entries === undefined && inner.length > 0) return inner.flatMap((one) => keysOf(one, path));
  if (first === undefined) return Object.keys(shape.entries ?? {});
  const next = shape.entries?.[first] ?? (typeof first === 'number' ? shape.item : shape.value);
  return typeof next === 'object' && next !== null ? keysOf(next, rest) : [];
}

function inside(value: unknown, key: Key): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<Key, unknown>)[key] : undefined;
}

/** valibot's `("a" | "b")`, `string`, `Object` in plain words. */
function expectation(issue: Issue): string {
  const words = (issue.expected ?? issue.type)
    .replaceAll(/[()"]/g, '')
    .split(' | ')
    .map((word) => names[word] ?? word);
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

const names: Readonly<Record<string, string>> = {
  string: 'a string',
  boolean: 'true or false',
  number: 'a number',
  Array: 'a list',
  Object: 'an object',
  integer: 'a whole number',
};

/** What was found, in words. Text that may be a secret (a variable, an argument) is not told. */
function kind(input: unknown, keys: readonly Key[]): string {
  if (input === undefined) return 'nothing';
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'an object';
  if (typeof input !== 'string') return `the ${typeof input} ${String(input)}`;
  const isPrivate = keys.some((key) => key === 'environment' || key === 'args' || key === 'command');
  return isPrivate || input.length > 60 ? 'a string' : `the string '${input}'`;
}
