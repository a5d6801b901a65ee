import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { split, withFreshExamples } from './testing/readme.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('every example of the README prints what it says', async () => {
  assert.equal(await withFreshExamples(readme), readme, 'run scripts/schema');
});

test('ten examples, each with its docker lines', () => {
  const { examples } = split(readme);
  assert.equal(examples.length, 10);
  for (const example of examples) assert.match(example, /^```sh\n\$ para run --dry-run .*\n(docker|podman) /m);
});

test('no example shows a value that is forwarded', () => {
  assert.doesNotMatch(readme, /not to be seen/);
});
