import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { createWorld, docker, type World } from './helpers.ts';

/** The tags built for the project, newest first. They go with the test. */
function tagsOf(world: World): string[] {
  return docker('images', '--format', '{{.Repository}}:{{.Tag}}', '--filter', `label=para.root=${world.project}`).split('\n').filter((tag) => tag !== '');
}

function createBuildWorld(t: TestContext, dockerfile: string): World {
  const world = createWorld(t);
  t.after(() => {
    for (const id of world.containers()) docker('rm', '--force', id);
    for (const tag of tagsOf(world)) docker('rmi', '--force', tag);
  });
  world.file('.para/Dockerfile', `FROM busybox:latest\n${dockerfile}`);
  // The user's default image is not what this is about.
  world.file(`${world.home}/.config/para/config.json`, '{}');
  return world;
}

/** A docker that writes down what it is asked to do, and does it. */
function withRecord(world: World): { env: Record<string, string>; asked: () => string[] } {
  const log = world.file('../asked', '');
  world.file('../bin/docker', `#!/bin/sh\ncase $1 in image) echo "$1 $2" ;; *) echo "$1" ;; esac >>'${log}'\nPATH=$RECORD_PATH exec docker "$@"\n`, 0o755);
  const path = process.env['PATH'] ?? '';
  return {
    env: { PATH: `${world.directory}/bin:${path}`, RECORD_PATH: path },
    asked: () => readFileSync(log, 'utf8').split('\n').filter((line) => line !== ''),
  };
}

test('the Dockerfile is built before the run, and only once', async (t) => {
  const world = createBuildWorld(t, 'RUN echo built >/made\n');
  const { env, asked } = withRecord(world);
  const first = await world.para(['run', 'cat', '/made'], { env });
  assert.deepEqual({ code: first.code, stdout: first.stdout }, { code: 0, stdout: 'built\n' });
  assert.match(first.stderr, /echo built/, 'progress is on stderr');
  assert.deepEqual(asked(), ['image inspect', 'build', 'run']);
  assert.deepEqual(await world.para(['run', 'cat', '/made'], { env }), { code: 0, stdout: 'built\n', stderr: '' });
  assert.deepEqual(asked().slice(3), ['image inspect', 'run']);
  assert.equal(tagsOf(world).length, 1);
});

test('a changed Dockerfile is another image; --no-build and --build are obeyed', async (t) => {
  const world = createBuildWorld(t, 'RUN echo one >/made\n');
  const { env, asked } = withRecord(world);
  assert.equal((await world.para(['run', 'cat', '/made'], { env })).stdout, 'one\n');
  const [old] = tagsOf(world);
  world.file('.para/Dockerfile', 'FROM busybox:latest\nRUN echo two >/made\n');
  assert.equal((await world.para(['run', 'cat', '/made'], { env })).stdout, 'two\n');
  assert.deepEqual(tagsOf(world).filter((tag) => tag !== old).length, 1);
  assert.equal((await world.para(['run', '--build', 'cat', '/made'], { env })).stdout, 'two\n');
  assert.deepEqual(await world.para(['run', '--no-build', 'cat', '/made'], { env }), { code: 0, stdout: 'two\n', stderr: '' });
  assert.deepEqual(asked(), ['image inspect', 'build', 'run', 'image inspect', 'build', 'run', 'build', 'run', 'run']);
});

test('a build that fails: 125, nothing on stdout, nothing is run, nothing is left', async (t) => {
  const marker = randomBytes(8).toString('hex');
  const world = createBuildWorld(t, `RUN echo ${marker} && exit 3\n`);
  const { env, asked } = withRecord(world);
  const { code, stdout, stderr } = await world.para(['run', 'true'], { env });
  assert.deepEqual({ code, stdout }, { code: 125, stdout: '' });
  const path = `${world.project}/.para/Dockerfile`;
  const [message, hint] = stderr.trimEnd().split('\n').slice(-2);
  assert.match(message!, /^para: building \S+ failed \(docker build ended with \d+\); nothing was run$/);
  assert.ok(message!.includes(path));
  assert.equal(hint, 'hint: its reason is above; mend the Dockerfile and try again');
  assert.deepEqual(asked().filter((one) => one === 'run'), []);
  const left = docker('ps', '--all', '--no-trunc', '--format', '{{.Command}}').split('\n');
  assert.deepEqual(left.filter((command) => command.includes(marker)), []);
  assert.deepEqual(tagsOf(world), []);
});

test('after a Dockerfile that was good and now fails, the old image is not run', async (t) => {
  const world = createBuildWorld(t, 'RUN echo good >/made\n');
  assert.equal((await world.para(['run', 'cat', '/made'])).stdout, 'good\n');
  world.file('.para/Dockerfile', 'FROM busybox:latest\nRUN false\n');
  const { code, stdout } = await world.para(['run', 'cat', '/made']);
  assert.deepEqual({ code, stdout }, { code: 125, stdout: '' });
});

test('the shell of a dry run builds and runs the same', async (t) => {
  const world = createBuildWorld(t, 'RUN echo built >/made\n');
  for (let round = 0; round < 2; round++) {
    const { code, stdout } = await world.start(['sh', '-c', '"$@" | sh', 'sh', ...world.argv('run', '--dry-run', 'cat', '/made')]).ended;
    assert.deepEqual({ code, stdout }, { code: 0, stdout: 'built\n' });
  }
  assert.deepEqual(await world.para(['run', 'cat', '/made']), { code: 0, stdout: 'built\n', stderr: '' });
});

test('build args: a literal, and a value of the host by name', async (t) => {
  const world = createBuildWorld(t, 'ARG LITERAL\nARG FROM_HOST\nRUN echo "$LITERAL $FROM_HOST" >/made\n');
  world.file(`${world.home}/.config/para/config.json`, JSON.stringify({ docker: { build: { args: { LITERAL: 'a b', FROM_HOST: null } } } }));
  const { stdout } = await world.para(['run', 'cat', '/made'], { env: { FROM_HOST: 'its value' } });
  assert.equal(stdout, 'a b its value\n');
});
