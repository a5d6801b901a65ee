import { runOptions } from '../config/options.ts';
import { type Failure, throwIfAny } from '../error.ts';
import { nearest } from '../nearest.ts';
import { type Given, splitWords } from './words.ts';

/** What was typed, understood but not yet judged. */
export type Invocation =
  | { readonly command: 'run'; readonly given: readonly Given[]; readonly words: readonly string[] }
  | { readonly command: 'help'; readonly topic?: 'run' }
  | { readonly command: 'version' };

const commands = ['run', 'help'];

/** Reads para's own arguments (without node and script). Throws a ParaError for what it does not know. */
export function parseArguments(args: readonly string[]): Invocation {
  const [command, ...rest] = args;
  if (command === undefined || command === '--help' || command === '-h') return { command: 'help' };
  if (command === '--version' || command === '-V') return { command: 'version' };
  if (command === 'help') return rest[0] === 'run' ? { command: 'help', topic: 'run' } : { command: 'help' };
  if (command !== 'run') throwIfAny([unknownCommand(command)]);
  const { given, words, help, failures } = splitWords(rest, runOptions);
  if (help) return { command: 'help', topic: 'run' };
  throwIfAny(failures);
  return { command: 'run', given, words };
}

function unknownCommand(command: string): Failure {
  if (command.startsWith('-')) return { id: 'unknown-option', option: command, nearest: isRunOption(command) ? `para run ${command}` : nearest(command, ['--help', '--version']) };
  return { id: 'unknown-command', command, nearest: nearest(command, commands) };
}

function isRunOption(word: string): boolean {
  const { given, failures } = splitWords([word], runOptions);
  return given.length > 0 || failures.some((one) => one.id === 'option-value');
}
