import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mountArguments } from './mount.ts';

test('one CSV record a mount', () => {
  assert.deepEqual(mountArguments({ flag: 'mount', type: 'bind', source: '/a b', target: '/t', readOnly: true }), ['--mount', 'type=bind,source=/a b,target=/t,readonly']);
  assert.deepEqual(mountArguments({ flag: 'mount', type: 'bind', source: '/a,b', target: '/"t"', readOnly: false }), ['--mount', 'type=bind,"source=/a,b","target=/""t"""']);
  assert.deepEqual(mountArguments({ flag: 'mount', type: 'tmpfs', target: '/t', readOnly: false, size: '64m', mode: '1777' }), ['--mount', 'type=tmpfs,target=/t,tmpfs-size=64m,tmpfs-mode=1777']);
  assert.deepEqual(mountArguments({ flag: 'volume', source: '/a', target: '/t', options: ['ro', 'z'] }), ['--volume', '/a:/t:ro,z']);
  assert.deepEqual(mountArguments({ flag: 'tmpfs', target: '/h', options: ['exec', 'uid=1'] }), ['--tmpfs', '/h:exec,uid=1']);
});

const path = fc.string({ unit: fc.constantFrom(',', '"', ':', ' ', '=', '\n', "'", '\\', 'a', 'é', '漢', '/') }).map((text) => `/${text}`);

test('a CSV reader gets back the very paths', () => {
  fc.assert(
    fc.property(path, path, (source, target) => {
      const [, record] = mountArguments({ flag: 'mount', type: 'bind', source, target, readOnly: false });
      assert.deepEqual(readCsv(record), ['type=bind', `source=${source}`, `target=${target}`]);
    }),
  );
});

/** One record by RFC 4180, as Go's encoding/csv reads it. */
function readCsv(record: string): string[] {
  const fields = [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)];
  assert.equal(fields.map((one) => one[0]).join(''), record);
  return fields.map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '');
}
