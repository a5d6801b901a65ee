import { type Failure } from '../error.ts';
import { type Option, toBoolean } from '../config/options.ts';
import { nearest } from '../nearest.ts';

/** One setting as it was given: by an option (`--mount`) or by a variable (`PARA_MOUNT`). */
export type Given = {
  readonly option: Option;
  /** A switch is a boolean; an entry of a JSON array in a variable may be an object. */
  readonly value: string | boolean | object;
  /** How it was spelled, for messages. */
  readonly spelled: string;
};

export type SplitWords = {
  readonly given: readonly Given[];
  /** The inner command: everything from the first word that is no option, untouched. */
  readonly words: readonly string[];
  readonly help: boolean;
  readonly failures: readonly Failure[];
};

const help: Option = { name: 'help', short: 'h', about: 'show this help' };

/**
 * Splits arguments the way docker (pflag with interspersed arguments off) does: options end at the
 * first word that is not one, or at `--`. `--name=value`, `--name value`, `-evalue`, `-e value`
 * and grouped switches (`-it`) all work; a value may start with a dash.
 * https://pkg.go.dev/github.com/spf13/pflag#hdr-Command_line_flag_syntax
 */
export function splitWords(args: readonly string[], options: readonly Option[]): SplitWords {
  const known = [...options, help];
  const given: Given[] = [];
  const failures: Failure[] = [];
  let index = 0;
  while (index < args.length) {
    const word = args[index]!;
    if (word === '-' || !word.startsWith('-')) break;
    index += 1;
    if (word === '--') break;
    const parsed = word.startsWith('--') ? longOption(word, known) : shortOptions(word, known);
    if ('id' in parsed) {
      failures.push(parsed);
      continue;
    }
    for (const { option, spelled, attached } of parsed) {
      if (option.value === undefined) given.push(...switchOf(option, spelled, attached, failures));
      else if (attached !== undefined) given.push({ option, spelled, value: attached });
      else if (index < args.length) given.push({ option, spelled, value: args[index++]! });
      else failures.push({ id: 'option-value', option: spelled, problem: 'missing' });
    }
  }
  return {
    given: given.filter((one) => one.option !== help),
    words: args.slice(index),
    help: given.some((one) => one.option === help),
    failures,
  };
}

type Found = { readonly option: Option; readonly spelled: string; readonly attached?: string | undefined };

function longOption(word: string, known: readonly Option[]): Found[] | Failure {
  const equals = word.indexOf('=');
  const spelled = equals < 0 ? word : word.slice(0, equals);
  const name = spelled.slice(2);
  const option = known.find((one) => one.name === name || one.aliases?.includes(name));
  if (option === undefined) {
    const names = known.flatMap((one) => [one.name, ...(one.aliases ?? [])]).map((one) => `--${one}`);
    return { id: 'unknown-option', option: spelled, nearest: nearest(spelled, names) };
  }
  return [{ option, spelled, attached: equals < 0 ? undefined : word.slice(equals + 1) }];
}

/** `-it` is two switches; the first letter that takes a value takes the rest of the word. */
function shortOptions(word: string, known: readonly Option[]): Found[] | Failure {
  const found: Found[] = [];
  for (let at = 1; at < word.length; at++) {
    const option = known.find((one) => one.short === word[at]);
    const spelled = `-${word[at]}`;
    if (option === undefined) return { id: 'unknown-option', option: word.length > 2 ? `${spelled} in ${word}` : word };
    const rest = word.slice(at + 1);
    if (option.value !== undefined) {
      const attached = rest === '' ? undefined : rest.replace(/^=/, '');
      return [...found, { option, spelled, attached }];
    }
    found.push({ option, spelled });
  }
  return found;
}

function switchOf(option: Option, spelled: string, attached: string | undefined, failures: Failure[]): Given[] {
  const value = attached === undefined ? true : toBoolean(attached);
  if (value !== undefined) return [{ option, spelled, value }];
  failures.push({ id: 'option-value', option: spelled, problem: 'unwanted' });
  return [];
}
