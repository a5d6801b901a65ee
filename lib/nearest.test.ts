import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from './nearest.ts';

test('the nearest known word, or none when nothing is near', () => {
  const known = ['mounts', 'ports', 'environment', 'network'];
  const table = [
    ['moutns', 'mounts'],
    ['mount', 'mounts'],
    ['port', 'ports'],
    ['enviroment', 'environment'],
    ['NETWORK', 'network'],
    ['frobnicate', undefined],
    ['', undefined],
  ] as const;
  assert.deepEqual(table.map(([word]) => nearest(word, known)), table.map(([, expected]) => expected));
});
