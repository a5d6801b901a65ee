import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createWorld, isRoot, type World } from './helpers.ts';

const attempts = [
  'touch .git/hooks/pre-commit',
  'rm -f .git/hooks/sample',
  'rm -rf .git/hooks',
  'rmdir .git/hooks',
  'mv .git/hooks .git/other',
  'mv .git away',
  'mv .git/hooks/sample .git/hooks/pre-commit',
  'chmod 777 .git/hooks/sample',
  'ln -s /bin/sh .git/hooks/pre-commit',
  'tee .git/hooks/sample',
  'tee .para/config.json',
  'rm -f .para/config.json',
  'rm -rf .para',
  'mv .para away',
  'touch .para/Dockerfile',
  'umount .git/hooks',
  'mount -o remount,rw .git/hooks',
];

function prepare(world: World): void {
  world.file('.para/config.json', '{"docker":{}}');
  world.file('.git/HEAD', 'ref: refs/heads/main\n');
  world.file('.git/hooks/sample', 'sample\n');
}

function check(world: World): void {
  assert.equal(readFileSync(`${world.project}/.git/hooks/sample`, 'utf8'), 'sample\n');
  assert.equal(readFileSync(`${world.project}/.para/config.json`, 'utf8'), '{"docker":{}}');
  for (const path of ['.git/hooks/pre-commit', '.git/other', 'away', '.para/Dockerfile']) assert.equal(existsSync(`${world.project}/${path}`), false);
}

const script = `${attempts.map((attempt) => `${attempt} </dev/null >/dev/null 2>&1 && echo "done: ${attempt}"`).join('\n')}\ntrue`;

test('.git/hooks and .para cannot be changed, removed or moved away from inside', async (t) => {
  const world = createWorld(t);
  prepare(world);
  assert.deepEqual(await world.para(['run', 'sh', '-c', script]), { code: 0, stdout: '', stderr: '' });
  check(world);
});

test('nor by root inside', { skip: isRoot ? false : 'only root can try it' }, async (t) => {
  const world = createWorld(t);
  prepare(world);
  assert.deepEqual(await world.para(['run', 'sh', '-c', script], { asRoot: true }), { code: 0, stdout: '', stderr: '' });
  check(world);
});

test('the rest of .git stays writable', async (t) => {
  const world = createWorld(t);
  prepare(world);
  assert.deepEqual(await world.para(['run', 'sh', '-c', 'touch .git/index .git/objects.new && rm .git/index && ls .git']), { code: 0, stdout: 'HEAD\nhooks\nobjects.new\n', stderr: '' });
});

test('what the user protects is protected, deep paths too', async (t) => {
  const world = createWorld(t, { user: { protect: ['deep/down/here', 'file'] } });
  world.file('deep/down/here/it', 'as it was\n');
  world.file('file', 'as it was\n');
  const tries = 'touch deep/down/here/x; mv deep away; mv deep/down away; rm -f file; mv file away; echo x >file; echo ok >deep/other';
  const ended = await world.para(['run', 'sh', '-c', `(${tries}) 2>/dev/null; true`]);
  assert.deepEqual(ended, { code: 0, stdout: '', stderr: '' });
  assert.equal(readFileSync(`${world.project}/file`, 'utf8'), 'as it was\n');
  assert.equal(readFileSync(`${world.project}/deep/down/here/it`, 'utf8'), 'as it was\n');
  assert.equal(existsSync(`${world.project}/deep/down/here/x`), false);
  assert.equal(readFileSync(`${world.project}/deep/other`, 'utf8'), 'ok\n');
});
