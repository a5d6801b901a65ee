import type * as v from 'valibot';
import { type Failure, type Origin } from '../error.ts';
import { nearest } from '../nearest.ts';
import { step } from './text.ts';

type Issue = v.BaseIssue<unknown>;
type Key = string | number;

/**
 * Says each schema issue as a failure: the key path, what was expected, what kind of thing was found.
 * `value` is what was checked against `schema`; `at` tells where a key path of it was written.
 */
export function describeIssues(issues: readonly Issue[], schema: v.GenericSchema, value: unknown, at: (path: string) => Origin): Failure[] {
  const failures = leaves(issues, []).map(({ issue, keys }): Failure => {
    const origin = at(keys.reduce<string>(step, ''));
    if (issue.type !== 'strict_object' || issue.expected !== 'never') {
      return { id: 'value', at: origin, expected: expectation(issue), found: kind(keys.reduce(inside, value)) };
    }
    const known = keysOf(schema, keys.slice(0, -1));
    return { id: 'unknown-key', at: origin, nearest: nearest(String(keys.at(-1)), known), known };
  });
  return failures.filter((failure, index) => failures.findIndex((other) => JSON.stringify(other) === JSON.stringify(failure)) === index);
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

/** What kind of thing was found. Never the value itself where it is text: it may be a secret. */
function kind(input: unknown): string {
  if (input === undefined) return 'nothing';
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'an object';
  if (typeof input === 'string') return 'a string';
  return `the ${typeof input} ${String(input)}`;
}
