import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { casesOf, fixtures, readCase, unreadFiles, withWorld } from '../testing/case.ts';
import { compileCase, goldenNames, goldensOf, readGoldens } from '../testing/golden.ts';

// fixtures/plan/<case>: what is typed, in which tree, and the whole argv of every step it becomes.
// scripts/goldens rewrites them.
for (const name of casesOf('plan')) {
  const directory = join(fixtures, 'plan', name);
  const one = readCase(directory);
  test(`${name}: ${one.about}`, async () => {
    assert.deepEqual(unreadFiles(directory, goldenNames), [], 'nothing reads these files');
    const goldens = await withWorld(directory, one, async (world) => goldensOf(await compileCase(one, world), world.root));
    assert.deepEqual(readGoldens(directory), goldens);
  });
}

test('there are cases', () => {
  assert.notDeepEqual(casesOf('plan'), []);
});
