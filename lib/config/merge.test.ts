import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Layer } from './layers.ts';
import { entries, merged, strongest, strongestByKey } from './merge.ts';
import { type WrittenDocker } from './schema.ts';

const layer = (value: WrittenDocker): Layer => ({ name: 'project', base: '/', origins: {}, value });
const docker = fc.record({
  engine: fc.option(fc.constantFrom('docker', 'podman', null), { nil: undefined }),
  args: fc.option(fc.oneof(fc.array(fc.string()), fc.constant(null)), { nil: undefined }),
  resources: fc.option(fc.oneof(fc.constant(null), fc.record({ cpus: fc.option(fc.constantFrom('1', '2', null), { nil: undefined }) })), { nil: undefined }),
}) as fc.Arbitrary<WrittenDocker>;
const layers = fc.array(docker.map(layer), { maxLength: 5 });

test('a layer that says nothing changes nothing', () => {
  fc.assert(
    fc.property(layers, fc.nat(5), (some, at) => {
      const more = some.toSpliced(at, 0, layer({}));
      for (const path of ['engine', 'resources.cpus']) assert.deepEqual(strongest(more, path)?.value, strongest(some, path)?.value);
      assert.deepEqual(entries(more, 'args').map((one) => one.value), entries(some, 'args').map((one) => one.value));
    }),
  );
});

test('the strongest layer that speaks decides, and null silences the weaker ones', () => {
  fc.assert(
    fc.property(layers, (some) => {
      const spoken = some.map((one) => one.value.engine).filter((one) => one !== undefined);
      assert.equal(strongest<string>(some, 'engine')?.value, spoken.at(-1) ?? undefined);
      assert.equal(strongest([...some, layer({ resources: null })], 'resources.cpus'), undefined);
      assert.deepEqual(entries([...some, layer({ args: null })], 'args'), []);
    }),
  );
});

test('merging is a fold: lists of two halves are the halves one after the other', () => {
  fc.assert(
    fc.property(layers, fc.array(fc.array(fc.string()).map((args) => layer({ args })), { maxLength: 3 }), (first, second) => {
      const values = (some: Layer[]): unknown[] => entries(some, 'args').map((one) => one.value);
      assert.deepEqual(values([...first, ...second]), [...values(first), ...values(second)]);
    }),
  );
});

test('a network may be a word in one layer and an object in another', () => {
  const some = [layer({ network: { mode: 'open', allow: ['a'] } }), layer({ network: 'none' })];
  assert.equal(strongest(some, 'network.mode')?.value, 'none');
  assert.deepEqual(entries(some, 'network.allow').map((one) => one.value), ['a']);
});

test('maps merge key by key, null removes one', () => {
  const some = [layer({ build: { args: { A: '1', B: '2' } } }), layer({ build: { args: { B: null, C: 3 } } })];
  const plain = (map: Record<string, { value: unknown }>): unknown => Object.fromEntries(Object.entries(map).map(([key, one]) => [key, one.value]));
  assert.deepEqual(plain(merged(some, 'build.args')), { A: '1', C: 3 });
  assert.deepEqual(plain(merged(some, 'build.args', true)), { A: '1', B: null, C: 3 });
});

test('of entries with one key the strongest layer\'s stay, all of them', () => {
  const some = [layer({ ports: ['1:80', '2:443'] }), layer({ ports: ['3:80', '4:80'] })];
  const kept = strongestByKey(entries<string>(some, 'ports'), (port) => port.split(':')[1]!);
  assert.deepEqual(kept.map((one) => one.value), ['2:443', '3:80', '4:80']);
});
