import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { test } from 'node:test';
import { createWorld } from './helpers.ts';

const mebibytes = 256;

/** Bytes that do not compress and repeat nowhere, the same in every run. Returns their hash. */
function writeBytes(path: string): string {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 1), Buffer.alloc(16, 2));
  const hash = createHash('sha256');
  const file = openSync(path, 'w', 0o644);
  for (let index = 0; index < mebibytes; index++) {
    const bytes = cipher.update(Buffer.alloc(1024 * 1024));
    hash.update(bytes);
    writeSync(file, bytes);
  }
  closeSync(file);
  return hash.digest('hex');
}

function hashOf(path: string): string {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(1024 * 1024);
  const file = openSync(path, 'r');
  for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) hash.update(buffer.subarray(0, read));
  closeSync(file);
  return hash.digest('hex');
}

test(`${mebibytes} MiB go in and come out byte for byte`, async (t) => {
  const world = createWorld(t);
  const expected = writeBytes(world.file('big', ''));
  const running = world.start(['sh', '-c', '"$@" <big >back', 'sh', ...world.argv('run', 'cat')]);
  assert.deepEqual(await running.ended, { code: 0, stdout: '', stderr: '' });
  assert.equal(hashOf(`${world.project}/back`), expected);
});

test('an empty standard input is at its end at once, --no-stdin too', async (t) => {
  const world = createWorld(t);
  assert.deepEqual(await world.para(['run', 'wc', '-c']), { code: 0, stdout: '0\n', stderr: '' });
  assert.deepEqual(await world.para(['run', '--no-stdin', 'wc', '-c'], { input: 'not read' }), { code: 0, stdout: '0\n', stderr: '' });
  assert.deepEqual(await world.para(['run', 'cat'], { input: 'a\0\r\nb' }), { code: 0, stdout: 'a\0\r\nb', stderr: '' });
});

test('a reader that goes away ends the run, and no container is left', async (t) => {
  const world = createWorld(t);
  const started = Date.now();
  const running = world.start(['sh', '-c', '"$@" | head -n 1', 'sh', ...world.argv('run', '--', 'yes')]);
  const { code, stdout, stderr } = await running.ended;
  assert.deepEqual({ code, stdout, containers: world.containers() }, { code: 0, stdout: 'y\n', containers: [] });
  assert.equal(stderr.replace('write /dev/stdout: broken pipe\n', ''), '', 'nothing but what docker itself says of it');
  assert.ok(Date.now() - started < 5000, 'at once');
});

for (const [what, redirection] of [['closed', '>&-'], ['full', '>/dev/full']] as const) {
  test(`a standard output that is ${what} ends the run, and no container is left`, async (t) => {
    const world = createWorld(t);
    const running = world.start(['sh', '-c', `"$@" ${redirection}; echo ended >&2`, 'sh', ...world.argv('run', 'echo', 'nobody reads it')]);
    running.process.stdin.end();
    const { code, stdout } = await running.ended;
    assert.deepEqual({ code, stdout, containers: world.containers() }, { code: 0, stdout: '', containers: [] });
  });
}

test('a standard error that is closed does not matter', async (t) => {
  const world = createWorld(t);
  const running = world.start(['sh', '-c', '"$@" 2>&-', 'sh', ...world.argv('run', '--verbose', 'sh', '-c', 'echo out; exit 4')]);
  running.process.stdin.end();
  assert.deepEqual(await running.ended, { code: 4, stdout: 'out\n', stderr: '' });
});
