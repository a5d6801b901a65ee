import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createWorld } from './helpers.ts';

const awkward = ['', ' ', '  a  b ', '-', '--', '-e', '--help', '--image=x', '=', 'A=1', '$HOME', '$(id)', '`id`', '${x:-y}', '"', "'", `'"'"'`, '\\', '\\\\n', '*', '?', '[a-z]', '~', '~/x', '#', ';', '&', '|', '>', '<', '(', ')', '{a,b}', '!', '!!', '\n', 'a\nb\n', '\r\n', '\t', '%s', '%', '\u00e9', 'e\u0301', '\u{1f980}', '\u202e', '\ufeff', '\u0001\u001b[31m', '@file', '{{.Name}}'];

const word = fc.oneof(
  fc.constantFrom(...awkward),
  fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => !text.includes('\0')),
  fc.string({ unit: fc.constantFrom(...' \'"\\$`-=\n*?~#;&|'), maxLength: 12 }),
);
const vector = fc.array(word, { minLength: 1, maxLength: 150, size: 'max' });

function received(words: readonly string[]): string {
  return words.map((one) => `${one}\0`).join('');
}

test('every argument arrives as it was typed', async (t) => {
  const world = createWorld(t, { user: { network: 'none' } });
  const arrives = async (words: readonly string[], dashes: boolean): Promise<void> => {
    const ended = await world.para(['run', ...(dashes ? ['--'] : []), 'printf', '%s\\0', ...words]);
    assert.deepEqual(ended, { code: 0, stdout: received(words), stderr: '' });
  };
  await arrives(awkward, false);
  await fc.assert(fc.asyncProperty(vector, fc.boolean(), arrives), { numRuns: 10, endOnFailure: true });
});

test('`para run --dry-run … | sh` does the same run', async (t) => {
  const world = createWorld(t, { user: { network: 'none' } });
  const arrives = async (words: readonly string[]): Promise<void> => {
    const running = world.start(['sh', '-c', '"$@" | sh', 'sh', ...world.argv('run', '--dry-run', 'printf', '%s\\0', ...words)]);
    assert.deepEqual(await running.ended, { code: 0, stdout: received(words), stderr: '' });
  };
  await arrives(awkward);
  await fc.assert(fc.asyncProperty(vector, arrives), { numRuns: 6, endOnFailure: true });
});

test('`para run --dry-run --format nul … | xargs -0` does the same run', async (t) => {
  const world = createWorld(t, { user: { network: 'none' } });
  const running = world.start(['sh', '-c', '"$@" | xargs -0 env', 'sh', ...world.argv('run', '--dry-run', '--format', 'nul', 'printf', '%s\\0', ...awkward)]);
  assert.deepEqual(await running.ended, { code: 0, stdout: received(awkward), stderr: '' });
});

test('the first word that is no option begins the command', async (t) => {
  const world = createWorld(t, { user: { network: 'none' } });
  assert.deepEqual(await world.para(['run', '-e', 'A=1', 'sh', '-c', 'echo $A']), { code: 0, stdout: '1\n', stderr: '' });
  assert.deepEqual(await world.para(['run', '-eA=1', '--', 'sh', '-c', 'echo $A']), { code: 0, stdout: '1\n', stderr: '' });
  assert.deepEqual(await world.para(['run', 'echo', '--watch', '-e', 'B=2', '--', 'x']), { code: 0, stdout: '--watch -e B=2 -- x\n', stderr: '' });
});
