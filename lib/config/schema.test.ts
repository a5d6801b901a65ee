import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import * as v from 'valibot';
import { generated, jsonSchema, keysOf } from '../../scripts/schema.ts';
import { runOptions, variableOf } from './options.ts';
import { defaults, file } from './schema.ts';

const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(jsonSchema());

test('what is generated is fresh', async () => {
  for (const [path, make] of Object.entries(generated)) {
    const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    assert.equal(text, await make(text), `${path} is stale: run scripts/schema`);
  }
});

test("the first design's configuration is valid", () => {
  const config = {
    docker: {
      enabled: true,
      default_image: 'para-authenticated:latest',
      environment: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY'],
      mounts: ['/tmp', '~/.config'],
      build_cache: true,
    },
  };
  assert.deepEqual(v.parse(file, config), config);
  assert.equal(validate(config), true);
});

test('the defaults are valid', () => {
  assert.equal(validate({ docker: defaults }), true);
});

/** The editor's checks (JSON Schema) and para's own (valibot) must not part. */
const values: readonly [name: string, config: unknown, isValid: boolean][] = [
  ['nothing at all', {}, true],
  ['keys set to null', { docker: { engine: null, build: null, pull: null, network: { mode: null } } }, true],
  ['null for everything', { docker: null, profiles: null }, true],
  ['a profile', { profiles: { ci: { docker: { pull: 'always' } } } }, true],
  ['all shorthands written out', { docker: { environment: [{ name: 'A', required: true }], mounts: [{ type: 'tmpfs', target: '/t' }], workspace: false, ports: [3000, '80:80'] } }, true],
  ['an unknown key', { docker: { mount: [] } }, false],
  ['an unknown key at the top', { dockers: {} }, false],
  ['a list for an object', { docker: { resources: [] } }, false],
  ['a list for a map', { docker: { agents: [] } }, false],
  ['a list for a file', [], false],
  ['an unknown choice', { docker: { pull: 'sometimes' } }, false],
  ['a broken number', { docker: { resources: { pids: 1.5 } } }, false],
  ['a nameless variable', { docker: { environment: [{ value: 'x' }] } }, false],
  ['true for the workspace', { docker: { workspace: true } }, false],
];

for (const [name, config, isValid] of values) {
  test(`${name} is ${isValid ? 'valid' : 'not valid'} in both`, () => {
    assert.equal(v.is(file, config), isValid, 'valibot');
    assert.equal(validate(config), isValid, 'JSON Schema');
  });
}

test('every option has a variable of its own', () => {
  const names = runOptions.map(variableOf);
  assert.deepEqual(names, [...new Set(names)]);
});

test('every key an option sets is in the schema', () => {
  const known = keysOf(jsonSchema().properties!['docker']!, '').map((one) => one.path);
  const keys = runOptions.flatMap((option) => option.key ?? []);
  assert.deepEqual(keys.filter((key) => !known.includes(key)), []);
});

test('every key says what it means', () => {
  const silent = keysOf(jsonSchema().properties!['docker']!, '').filter((one) => one.schema.description === undefined);
  assert.deepEqual(silent.map((one) => one.path), []);
});
