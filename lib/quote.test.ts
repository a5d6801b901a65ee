import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { quote, quoteAll } from './quote.ts';

test('words that need no quotes stand bare', () => {
  assert.deepEqual(['a', '--name=x', 'A=1', '/a/b.c', 'x@y:1,2%3', '', '=a', '~', 'a b', "it's", '-'].map(quote), [
    'a', '--name=x', 'A=1', '/a/b.c', 'x@y:1,2%3', "''", "'=a'", "'~'", "'a b'", `'it'\\''s'`, '-',
  ]);
});

/** Anything an argument can hold: all but NUL. */
const word = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\'', '"', '\\', '$', '`', ' ', '\n', '\t', '!', '*', '?', '[', '~', '#', '&', ';', '(', '-', '=', 'a', 'é', '漢') }),
).map((text) => text.replaceAll('\0', ''));

test('sh reads back exactly the words that were quoted', () => {
  fc.assert(
    fc.property(fc.array(fc.array(word, { maxLength: 8 }), { minLength: 20, maxLength: 40 }), (vectors) => {
      const script = vectors.map((words) => `printf '%s\\0' begin ${quoteAll(words)}`).join('\n');
      const { stdout } = spawnSync('sh', { input: Buffer.from(script) });
      const expected = vectors.flatMap((words) => ['begin', ...words]).map((one) => `${one}\0`).join('');
      assert.equal(stdout.toString('utf8'), Buffer.from(expected).toString('utf8'));
    }),
    { numRuns: 25 },
  );
});

test('a word that starts a line is still a word: no assignment, no keyword, no alias', () => {
  fc.assert(
    fc.property(fc.constantFrom('A=1', 'if', '{', '!', 'x=', '#c'), (text) => {
      const { stdout } = spawnSync('sh', ['-c', `printf '%s' ${quote(text)}`]);
      assert.equal(stdout.toString(), text);
    }),
  );
});
