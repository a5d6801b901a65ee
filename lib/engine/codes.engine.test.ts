import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createWorld, docker, type Ended, until } from './helpers.ts';

const some = [0, 1, 2, 42, 124, 125, 126, 127, 128, 129, 130, 137, 143, 254, 255];
const codes = process.env['PARA_TEST_LONG'] === '1' ? Array.from({ length: 256 }, (_, code) => code) : some;

test("the command's exit code is para's, and para says nothing about it", async (t) => {
  const world = createWorld(t, { user: { network: 'none' } });
  for (let first = 0; first < codes.length; first += 4) {
    const batch = codes.slice(first, first + 4);
    const ended = await Promise.all(batch.map((code) => world.para(['run', 'sh', '-c', `exit ${code}`])));
    assert.deepEqual(ended, batch.map((code): Ended => ({ code, stdout: '', stderr: '' })));
  }
  assert.deepEqual(world.containers(), []);
});

test('stdout and stderr stay apart, and what is written to a file has no escape codes and no CR', async (t) => {
  const world = createWorld(t);
  assert.deepEqual(await world.para(['run', 'sh', '-c', 'echo out; echo err >&2; exit 3']), { code: 3, stdout: 'out\n', stderr: 'err\n' });
  const running = world.start(['sh', '-c', '"$@" >out 2>err', 'sh', ...world.argv('run', 'sh', '-c', 'echo one; echo two >&2; test -t 1 || echo three')], { env: { TERM: 'xterm-256color', FORCE_COLOR: '1' } });
  running.process.stdin.end();
  assert.deepEqual(await running.ended, { code: 0, stdout: '', stderr: '' });
  assert.equal(readFileSync(`${world.project}/out`, 'latin1'), 'one\nthree\n');
  assert.equal(readFileSync(`${world.project}/err`, 'latin1'), 'two\n');
});

test('--detach prints the id, and the container goes on; its end removes it', async (t) => {
  const world = createWorld(t);
  const { code, stdout, stderr } = await world.para(['run', '--detach', 'sleep', '60']);
  assert.deepEqual({ code, stderr, ids: world.containers().map((id) => `${id}\n`) }, { code: 0, stderr: '', ids: [stdout] });
  docker('kill', stdout.trim());
  await until('the container is gone', () => world.containers().length === 0);
});

test('--keep leaves the container', async (t) => {
  const world = createWorld(t);
  assert.deepEqual(await world.para(['run', '--keep', 'sh', '-c', 'exit 9']), { code: 9, stdout: '', stderr: '' });
  assert.equal(world.containers().length, 1);
});
