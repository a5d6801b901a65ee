import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createWorld, type Running, until, type World } from './helpers.ts';

/** Starts a shell line in a terminal of its own (script's), where "$para" is para. What is shown is stdout; what is typed, stdin. */
function inTerminal(world: World, line: string): Running {
  const env = { TERM: 'xterm', SHELL: '/bin/sh', para: world.bin, node: process.execPath };
  return world.start(['script', '--quiet', '--flush', '--return', '--command', line, '/dev/null'], { env, ownSession: true });
}

/** The processes whose arguments have this word. */
function processesWith(word: string): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(word);
    } catch {
      return false;
    }
  });
}

const has = 'test -t 0 && echo in; test -t 1 && echo out; true';

test('a terminal on both sides is a terminal inside, of its size', async (t) => {
  const world = createWorld(t);
  const running = inTerminal(world, `stty rows 33 cols 77; exec "$node" -- "$para" run sh -c 'sleep 0.3; ${has}; stty size'`);
  assert.deepEqual(await running.ended, { code: 0, stdout: 'in\r\nout\r\n33 77\r\n', stderr: '' });
});

for (const [what, line] of [
  ['standard input', `exec "$node" -- "$para" run sh -c '${has}' </dev/null`],
  ['standard output', `"$node" -- "$para" run sh -c '${has}' | cat`],
  ['the switch --no-tty', `exec "$node" -- "$para" run --no-tty sh -c '${has}'`],
] as const) {
  test(`${what} stands against it: no terminal inside`, async (t) => {
    const world = createWorld(t);
    assert.deepEqual(await inTerminal(world, line).ended, { code: 0, stdout: '', stderr: '' });
  });
}

test('ctrl-c goes to the command inside', async (t) => {
  const world = createWorld(t);
  const running = inTerminal(world, `exec "$node" -- "$para" run sh -c 'trap "echo caught; exit 5" INT; echo ready; while :; do sleep 0.1; done'`);
  await running.says('ready');
  running.process.stdin.write('\x03');
  assert.deepEqual(await running.ended, { code: 5, stdout: 'ready\r\n^Ccaught\r\n', stderr: '' });
  assert.deepEqual(world.containers(), []);
});

test('ctrl-c without a terminal inside ends the command once, with 130', async (t) => {
  const world = createWorld(t);
  const running = inTerminal(world, `exec "$node" -- "$para" run sh -c 'trap "echo caught; exit 130" INT; echo ready; while :; do sleep 0.1; done' </dev/null`);
  await running.says('ready');
  running.process.stdin.write('\x03');
  assert.deepEqual(await running.ended, { code: 130, stdout: 'ready\r\n^Ccaught\r\n', stderr: '' });
  assert.deepEqual(world.containers(), []);
});

test('ctrl-p and all other control characters reach the command at once', async (t) => {
  const world = createWorld(t);
  const running = inTerminal(world, `exec "$node" -- "$para" run sh -c 'stty raw -echo; echo ready; head -c 1 | od -An -tx1; head -c 6 | od -An -tx1'`);
  await running.says('ready');
  // Alone, without a key after it: docker holds back what may become its own key to detach.
  running.process.stdin.write('\x10');
  await running.says(' 10\n');
  running.process.stdin.write('\x10\x11\x01\x02\x03\x1a');
  assert.deepEqual(await running.ended, { code: 0, stdout: 'ready\n 10\n 10 11 01 02 03 1a\n', stderr: '' });
});

test('when the terminal goes away the container goes too', async (t) => {
  const world = createWorld(t);
  const running = inTerminal(world, `"$node" -- "$para" run sh -c 'echo ready; exec sleep 60'; echo not reached`);
  await running.says('ready');
  // What shows the terminal dies: its end is a hang-up for all that run in it.
  running.process.kill('SIGKILL');
  await running.ended;
  await until('para has ended', () => processesWith(world.bin).length === 0);
  assert.deepEqual(world.containers(), []);
});

test('so it is with a shell that somebody works in', async (t) => {
  const world = createWorld(t);
  const running = inTerminal(world, '"$node" -- "$para" run sh; echo not reached');
  await running.says('$ ');
  running.process.stdin.write('sleep 50 & cat\n');
  await running.says('cat\r\n');
  running.process.kill('SIGKILL');
  await running.ended;
  await until('para has ended', () => processesWith(world.bin).length === 0);
  assert.deepEqual(world.containers(), []);
});
