import { type Given } from '../cli/words.ts';
import { type Failure } from '../error.ts';
import { nearest } from '../nearest.ts';
import { type Option, toBoolean, variableOf } from './options.ts';

/** Names that para itself sets in its containers, where para may run again. */
const ownNames = ['PARA_CONTAINER'];

export type Variables = {
  readonly given: readonly Given[];
  readonly notes: readonly string[];
  readonly failures: readonly Failure[];
};

/**
 * The settings in `PARA_*` variables. A repeatable option's variable holds a JSON array or one entry
 * a line. An empty variable says nothing; an unknown one gets a note with the nearest name.
 */
export function readVariables(environment: Readonly<Record<string, string | undefined>>, options: readonly Option[]): Variables {
  const byVariable = new Map(options.map((option) => [variableOf(option), option]));
  const names = Object.keys(environment).filter((name) => name.startsWith('PARA_') && !ownNames.includes(name)).sort();
  const results = names.map((name) => {
    const option = byVariable.get(name);
    const text = environment[name] ?? '';
    if (option !== undefined) return text === '' ? nothing : settingOf(option, name, text);
    const guess = nearest(name.slice('PARA_'.length), [...byVariable.keys()].map((one) => one.slice('PARA_'.length)));
    const note = `the variable ${name} means nothing to para${guess === undefined ? '' : `; did you mean PARA_${guess}?`}`;
    return { ...nothing, notes: [note] };
  });
  return {
    given: results.flatMap((one) => one.given),
    notes: results.flatMap((one) => one.notes),
    failures: results.flatMap((one) => one.failures),
  };
}

const nothing: Variables = { given: [], notes: [], failures: [] };

function settingOf(option: Option, spelled: string, text: string): Variables {
  if (option.value === undefined) {
    const value = toBoolean(text);
    return value === undefined ? failed(spelled, '1 or 0') : { ...nothing, given: [{ option, spelled, value }] };
  }
  if (option.many === undefined) return { ...nothing, given: [{ option, spelled, value: text }] };
  const values = text.trimStart().startsWith('[') ? jsonArray(text) : text.split('\n').filter((line) => line !== '');
  if (values === undefined) return failed(spelled, 'a JSON array, or one entry a line');
  return { ...nothing, given: values.map((value) => ({ option, spelled, value })) };
}

function failed(spelled: string, expected: string): Variables {
  return { ...nothing, failures: [{ id: 'value', at: { layer: 'environment', key: spelled }, expected, found: 'something else' }] };
}

function jsonArray(text: string): (string | object)[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
