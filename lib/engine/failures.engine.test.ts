import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createWorld, type Ended } from './helpers.ts';

const nowhere = 'unix:///nonexistent/docker.sock';

/** para's own two lines at the end of stderr; before them is docker's reason in docker's words. */
function lastWords({ code, stdout, stderr }: Ended): object {
  return { code, stdout, lines: stderr.trimEnd().split('\n').slice(-2), count: stderr.split('\n').filter((line) => /^para: (?!note: )/.test(line)).length };
}

test('no engine: told as that, with what the CLI says', async (t) => {
  const world = createWorld(t);
  const said = spawnSync('docker', ['version'], { env: { ...process.env, DOCKER_HOST: nowhere }, encoding: 'utf8' }).stderr.trim();
  const lines = [`para: the engine does not answer: ${said}`, "hint: start it (systemctl start docker, or Docker Desktop), then try 'docker version'"];
  const expected = { code: 125, stdout: '', lines, count: 1 };
  assert.deepEqual(lastWords(await world.para(['run', 'true'], { env: { DOCKER_HOST: nowhere } })), expected);
  world.file('.para/Dockerfile', 'FROM busybox:latest\n');
  assert.deepEqual(lastWords(await world.para(['run', 'true'], { env: { DOCKER_HOST: nowhere } })), expected);
});

test('no such image: told as that', async (t) => {
  const world = createWorld(t);
  // A registry that nobody runs: the answer is there at once, with and without internet.
  const image = 'localhost:1/para-test/no-such-image:latest';
  for (const pull of ['missing', 'never', 'always']) {
    assert.deepEqual(lastWords(await world.para(['run', '--pull', pull, '--image', image, 'true'])), {
      code: 125,
      stdout: '',
      lines: [`para: the image ${image} is not here and could not be pulled`, `hint: check the name, or try 'docker pull ${image}'`],
      count: 1,
    });
  }
  assert.deepEqual(world.containers(), []);
});

test('docker refuses the run: its reason stands before the words of para', async (t) => {
  const world = createWorld(t);
  const ended = await world.para(['run', '--network', `para-test-none-${randomBytes(4).toString('hex')}`, 'true']);
  assert.deepEqual(lastWords(ended), {
    code: 125,
    stdout: '',
    lines: ['para: docker could not start the container; its reason is above', 'hint: para run --dry-run … prints the line that was tried'],
    count: 1,
  });
  assert.deepEqual(world.containers(), []);
});

test('a name that is taken is refused, and the container that has it goes on', async (t) => {
  const world = createWorld(t);
  const name = `para-test-${randomBytes(4).toString('hex')}`;
  assert.equal((await world.para(['run', '--detach', '--name', name, 'sleep', '60'])).code, 0);
  assert.equal((await world.para(['run', '--name', name, 'true'])).code, 125);
  assert.equal(world.containers().length, 1);
});

test('125, 126 and 127 of the command itself need no words of para', async (t) => {
  const world = createWorld(t);
  for (const code of [125, 126, 127]) assert.deepEqual(await world.para(['run', 'sh', '-c', `exit ${code}`]), { code, stdout: '', stderr: '' });
});

test('a command that is not there is 127, one that cannot be executed 126', async (t) => {
  const world = createWorld(t);
  world.file('text', 'no program\n');
  for (const [command, code] of [['no-such-command', 127], ['./text', 126]] as const) {
    const ended = await world.para(['run', command]);
    assert.deepEqual({ code: ended.code, stdout: ended.stdout, ofPara: /^(para|hint):/m.test(ended.stderr) }, { code, stdout: '', ofPara: false });
  }
  assert.deepEqual(world.containers(), []);
});

test('docker is not installed', async (t) => {
  const world = createWorld(t);
  assert.deepEqual(await world.para(['run', 'true'], { env: { PATH: '/nonexistent' } }), {
    code: 125,
    stdout: '',
    stderr: 'para: docker is not installed, or not on PATH\nhint: install docker (https://docs.docker.com/engine/install/), or name another engine: --engine podman\n',
  });
});
