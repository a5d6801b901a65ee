import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runOptions } from '../config/options.ts';
import { splitWords } from './words.ts';

/** What was understood, short: `name=value` for each setting, then the inner command after a bar. */
function read(args: string[]): string[] {
  const { given, words, help, failures } = splitWords(args, runOptions);
  return [
    ...given.map(({ option, value }) => `${option.name}=${String(value)}`),
    ...(help ? ['help'] : []),
    ...failures.map((failure) => JSON.stringify(failure)),
    '|',
    ...words,
  ];
}

test('options end at the first word that is none, as in docker', () => {
  const table: [string[], string[]][] = [
    [['npm', 'test', '--watch'], ['|', 'npm', 'test', '--watch']],
    [['claude', '-p', 'hi'], ['|', 'claude', '-p', 'hi']],
    [['-e', 'A=1', 'sh', '-c', 'echo $A'], ['env=A=1', '|', 'sh', '-c', 'echo $A']],
    [['-eA=1', 'x'], ['env=A=1', '|', 'x']],
    [['-e=A=1', 'x'], ['env=A=1', '|', 'x']],
    [['--env=A=1', '--docker-env', 'B', 'x'], ['env=A=1', 'env=B', '|', 'x']],
    [['-p80:80', '-v', '/a:/b'], ['publish=80:80', 'mount=/a:/b', '|']],
    [['-it', 'x'], ['interactive=true', 'tty=true', '|', 'x']],
    [['-dteA', 'x'], ['detach=true', 'tty=true', 'env=A', '|', 'x']],
    [['--dry-run=false', '--keep=true'], ['dry-run=false', 'keep=true', '|']],
    [['--', '--help'], ['|', '--help']],
    [['--', '--', 'x'], ['|', '--', 'x']],
    [['-', '-x'], ['|', '-', '-x']],
    [['-e', '--', 'x'], ['env=--', '|', 'x']],
    [['--name', '-x', 'y'], ['name=-x', '|', 'y']],
    [['--image='], ['image=', '|']],
    [['', '--x'], ['|', '', '--x']],
    [['-h', 'x'], ['help', '|', 'x']],
    [['--user', '007', 'x'], ['user=007', '|', 'x']],
  ];
  for (const [args, expected] of table) assert.deepEqual(read(args), expected, args.join(' '));
});

test('what it does not know is told with the nearest option', () => {
  assert.deepEqual(splitWords(['--evn', 'x'], runOptions).failures, [{ id: 'unknown-option', option: '--evn', nearest: '--env' }]);
  assert.deepEqual(splitWords(['-z'], runOptions).failures, [{ id: 'unknown-option', option: '-z' }]);
  assert.deepEqual(splitWords(['-tz'], runOptions).failures, [{ id: 'unknown-option', option: '-z in -tz' }]);
  assert.deepEqual(splitWords(['-e'], runOptions).failures, [{ id: 'option-value', option: '-e', problem: 'missing' }]);
  assert.deepEqual(splitWords(['--keep=maybe'], runOptions).failures, [{ id: 'option-value', option: '--keep', problem: 'unwanted' }]);
  assert.deepEqual(splitWords(['--constructor'], runOptions).failures, [{ id: 'unknown-option', option: '--constructor', nearest: undefined }]);
});

test('the inner command arrives untouched, whatever it is', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (words) => {
      assert.deepEqual(splitWords(['--image', 'x', '--', ...words], runOptions).words, words);
      assert.deepEqual(splitWords(['-it', 'cmd', ...words], runOptions).words, ['cmd', ...words]);
    }),
  );
});
