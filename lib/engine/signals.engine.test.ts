import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createWorld, type Ended, sleep, type Running } from './helpers.ts';

const expected = [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGQUIT', 131],
  ['SIGINT', 130],
] as const;

function childOf(running: Running): number {
  const { pid } = running.process;
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
}

for (const [signal, code] of expected) {
  test(`${signal} to a para without a terminal reaches the command: ${code}, and no container is left`, async (t) => {
    const world = createWorld(t);
    const running = world.start(world.argv('run', 'sh', '-c', 'echo ready; exec sleep 60'), { ownSession: true });
    await running.says('ready\n');
    running.process.kill(signal);
    assert.deepEqual(await running.ended, { code, stdout: 'ready\n', stderr: '' });
    assert.deepEqual(world.containers(), []);
  });
}

test('the command may catch a signal and choose its own code', async (t) => {
  const world = createWorld(t);
  const script = 'trap "echo caught; exit 7" TERM; echo ready; while :; do sleep 0.1; done';
  const running = world.start(world.argv('run', 'sh', '-c', script));
  await running.says('ready\n');
  running.process.kill('SIGTERM');
  assert.deepEqual(await running.ended, { code: 7, stdout: 'ready\ncaught\n', stderr: '' });
});

test('when the docker client is killed the container is gone before para ends', async (t) => {
  const world = createWorld(t);
  const running = world.start(world.argv('run', 'sh', '-c', 'echo ready; exec sleep 60'));
  await running.says('ready\n');
  process.kill(childOf(running), 'SIGKILL');
  assert.deepEqual(await running.ended, { code: 137, stdout: 'ready\n', stderr: '' });
  assert.deepEqual(world.containers(), []);
});

test('a signal at any moment of the start leaves no container', async (t) => {
  const world = createWorld(t);
  const rounds: { signal: string; delay: number; ended: Ended; containers: string[] }[] = [];
  for (let round = 0; round < 20; round++) {
    const [signal] = expected[round % expected.length]!;
    const delay = randomInt(0, 600);
    const running = world.start(world.argv('run', 'sleep', '60'), { ownSession: true });
    await sleep(delay);
    running.process.kill(signal);
    rounds.push({ signal, delay, ended: await running.ended, containers: world.containers() });
  }
  await sleep(1000);
  const told = JSON.stringify(rounds);
  assert.deepEqual(world.containers(), [], told);
  assert.deepEqual(rounds.flatMap((one) => one.containers), [], told);
  // Before node has started it is the signal itself that ends para.
  const codes = expected.flatMap(([signal, code]) => [`${signal} ${signal}`, `${signal} ${code}`]);
  assert.deepEqual(rounds.map((one) => `${one.signal} ${one.ended.code}`).filter((one) => !codes.includes(one)), [], told);
});
