import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMountEntry } from './mount-entry.ts';
import { type WrittenMount } from './schema.ts';

const at = { layer: 'option', key: '--mount' } as const;

function read(written: WrittenMount): unknown {
  const parsed = parseMountEntry(written, at);
  if ('expected' in parsed) return 'refused';
  const { type, source, target, readOnly, relabel } = parsed;
  return [type, source, target, readOnly, relabel].map((one) => (one === undefined ? '-' : String(one))).join(' ');
}

test('a mount in one string', () => {
  const table: [string, string][] = [
    ['/a', 'bind /a - - -'],
    ['~/.config', 'bind ~/.config - - -'],
    ['./data:/data', 'bind ./data /data - -'],
    ['/a:/b:ro', 'bind /a /b true -'],
    ['/a:rw', 'bind /a - false -'],
    ['/a:/b:rw,z', 'bind /a /b false z'],
    ['/a:Z', 'bind /a - - Z'],
    ['cache:/cache', 'volume cache /cache - -'],
    ['cache:/cache:ro', 'volume cache /cache true -'],
    ['${DATA:-/x:y}:/data', 'bind ${DATA:-/x:y} /data - -'],
    ['C:\\a\\b:/b', 'bind C:\\a\\b /b - -'],
    ['c:/a:/b:ro', 'bind c:/a /b true -'],
    ['/a:~/b', 'bind /a ~/b - -'],
    ['/with space:/b', 'bind /with space /b - -'],
    ['/ro:/ro', 'bind /ro /ro - -'],
  ];
  for (const [entry, expected] of table) assert.equal(read(entry), expected, entry);
});

test('what is no mount is refused', () => {
  for (const entry of ['', ':', ':/b', '/a:', '/a:/b:/c', '/a:/b:ro:rw', '/a:/b:ro,rw', '/a:/b:xx', 'cache', 'data/x:/b', '-x:/b']) {
    assert.equal(read(entry), 'refused', entry);
  }
});

test('the object form, its type told by the source', () => {
  const table: [WrittenMount, string][] = [
    [{ source: '/a:b,c"d', target: '/t' }, 'bind /a:b,c"d /t - -'],
    [{ source: 'cache', target: '/t', read_only: true }, 'volume cache /t true -'],
    [{ target: '/t', size: '64m', mode: '1777' }, 'tmpfs - /t - -'],
    [{ type: 'volume', target: '/t' }, 'volume - /t - -'],
    [{ type: 'tmpfs', source: '/a', target: '/t' }, 'refused'],
    [{ type: 'bind', target: '/t' }, 'refused'],
    [{ source: '/a', size: '64m' }, 'refused'],
    [{ target: '/t', size: 'big' }, 'refused'],
    [{ target: '/t', mode: '999' }, 'refused'],
    [{ source: '/a', target: '' }, 'refused'],
    [{}, 'refused'],
  ];
  for (const [written, expected] of table) assert.equal(read(written), expected, JSON.stringify(written));
});
