import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expand } from './expand.ts';

const host = { home: '/home/ada', env: { DATA: '/d', EMPTY: '', OPENAI_API_KEY: 'sk-secret', DOLLAR: '$&${DATA}' } };

test('~ and variables as the host has them', () => {
  const table: [string, string][] = [
    ['~', '/home/ada'],
    ['~/x', '/home/ada/x'],
    ['/a/~/b', '/a/~/b'],
    ['${DATA}/x', '/d/x'],
    ['${EMPTY}x', 'x'],
    ['${EMPTY:-/def}', '/def'],
    ['${UNSET:-/def}/y', '/def/y'],
    ['${UNSET:-}', ''],
    ['$DATA', '$DATA'],
    ['${DOLLAR}', '$&${DATA}'],
  ];
  for (const [text, expected] of table) assert.deepEqual(expand(text, host), { text: expected }, text);
});

test('what cannot be expanded is told, and no key is', () => {
  for (const text of ['~bob/x', '${UNSET}', '${1A}', '${}', '${DATA-x}', '${OPENAI_API_KEY}', '/x/${OPENAI_API_KEY:-y}']) {
    const result = expand(text, host);
    assert.equal('problem' in result && !result.problem.includes('sk-secret'), true, text);
  }
});
