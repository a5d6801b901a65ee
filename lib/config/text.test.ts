import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseJson, parseYaml } from './text.ts';

test('JSON with comments and trailing commas, and where things stand', () => {
  const { value, positions, problems } = parseJson('\uFEFF{ // c\n  "a": [1, {"b": null,},],\n}');
  assert.deepEqual({ value, problems }, { value: { a: [1, { b: null }] }, problems: [] });
  assert.deepEqual(positions['a'], { line: 2, column: 3 });
  assert.deepEqual(positions['a[1].b'], { line: 2, column: 13 });
});

test('a key that stands twice, and __proto__, are seen', () => {
  assert.deepEqual(parseJson('{"a":1,"a":2}').problems, [{ position: { line: 1, column: 8 }, reason: "the key 'a' stands here twice" }]);
  const { value } = parseJson('{"__proto__": {"x": 1}}');
  assert.deepEqual(Object.keys(value as object), ['__proto__']);
});

test('broken text is told with its place', () => {
  assert.deepEqual(parseJson('{\n "a" 1}').problems[0], { position: { line: 2, column: 6 }, reason: 'colon expected' });
});

test('YAML gives the same data and positions', async () => {
  const { value, positions, problems } = await parseYaml('# c\na:\n  - 1\n  - b: null\n');
  assert.deepEqual({ value, problems }, { value: { a: [1, { b: null }] }, problems: [] });
  assert.deepEqual(positions['a'], { line: 2, column: 1 });
  assert.deepEqual(positions['a[1].b'], { line: 4, column: 5 });
  assert.equal((await parseYaml('a: [1\nb: 2')).problems.length > 0, true);
});

test('every JSON value is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      assert.deepEqual(JSON.stringify(parseJson(text).value), JSON.stringify(JSON.parse(text)));
    }),
  );
});

test('a long file is read in no time, and YAML that refers to nothing is told', async () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => [`key${index}`, index]);
  const started = process.cpuUsage().user;
  assert.deepEqual(parseJson(JSON.stringify(Object.fromEntries(keys), undefined, 1)).positions['key19999'], { line: 20_001, column: 2 });
  // Not a timing: reading it in quadratic time took more than a minute.
  assert.equal(process.cpuUsage().user - started < 10_000_000, true);
  assert.equal((await parseYaml('a: *x')).problems.length, 1);
});
