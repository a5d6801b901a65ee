import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { casesOf, fixtures, readCase, unreadFiles } from './testing/case.ts';
import { read } from './testing/golden.ts';
import { errorOf } from './testing/para.ts';

// fixtures/errors/<case>: a mistake, and all that the built para says of it. docker is never called.
for (const name of casesOf('errors')) {
  const directory = join(fixtures, 'errors', name);
  const one = readCase(directory);
  test(`${name}: ${one.about}`, async () => {
    assert.deepEqual(unreadFiles(directory, ['stderr']), [], 'nothing reads these files');
    const expected = read(join(directory, 'stderr'));
    assert.match(expected ?? '', /^(para: [^\n]+\nhint: [^\n]+\n)+$/, 'a line of reason and a line of hint for each');
    assert.deepEqual(await errorOf(directory, one), { code: one.code, stdout: '', stderr: expected, calls: [] });
  });
}
