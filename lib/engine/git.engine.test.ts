import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { createWorld, makeDirectory, type World } from './helpers.ts';

/** The host's own git and the libraries it needs: no image has to bring one. */
const hostPrograms = ['/usr', '/lib', '/lib64'].filter((path) => existsSync(path)).flatMap((path) => ['--mount', path]);

async function git(world: World, cwd: string, ...args: string[]): Promise<string> {
  const { process: child, ended } = world.start(['git', ...args], { cwd });
  child.stdin.end();
  const { code, stdout, stderr } = await ended;
  assert.equal(code, 0, stderr);
  return stdout;
}

async function createRepository(world: World): Promise<void> {
  await git(world, world.project, 'init', '--quiet', '--initial-branch', 'main');
  await git(world, world.project, 'config', 'user.name', 'A Person');
  await git(world, world.project, 'config', 'user.email', 'person@example.com');
  world.file('tracked', 'first\n');
  await git(world, world.project, 'add', 'tracked');
  await git(world, world.project, 'commit', '--quiet', '--message', 'first');
}

const script = 'echo second >>tracked && git status --short && git commit --quiet --all --message inside && git log --format="%an %s"';

test('git works in the container of a repository', async (t) => {
  const world = createWorld(t);
  await createRepository(world);
  const ended = await world.para(['run', ...hostPrograms, 'sh', '-c', script]);
  assert.deepEqual(ended, { code: 0, stdout: ' M tracked\nA Person inside\nA Person first\n', stderr: '' });
  assert.equal(await git(world, world.project, 'log', '--format=%s'), 'inside\nfirst\n');
});

test('git works in a worktree whose repository is elsewhere, and the hooks of both are out of reach', async (t) => {
  const world = createWorld(t);
  await createRepository(world);
  const tree = `${world.directory}/tree`;
  await git(world, world.project, 'worktree', 'add', '--quiet', tree);
  const ended = await world.para(['run', ...hostPrograms, 'sh', '-c', script], { cwd: tree });
  assert.deepEqual(ended, { code: 0, stdout: ' M tracked\nA Person inside\nA Person first\n', stderr: '' });
  assert.equal(await git(world, tree, 'log', '--format=%s'), 'inside\nfirst\n');
  const hook = `${world.project}/.git/hooks/pre-commit`;
  const attempt = await world.para(['run', 'sh', '-c', `touch ${hook} 2>/dev/null || echo refused`], { cwd: tree });
  assert.deepEqual(attempt, { code: 0, stdout: 'refused\n', stderr: '' });
});

test("a .git file that names somebody else's repository brings nothing of it inside", async (t) => {
  const world = createWorld(t);
  await createRepository(world);
  const other = `${world.directory}/other`;
  makeDirectory(other);
  world.file(`${other}/.git`, `gitdir: ${world.project}/.git\n`);
  const ended = await world.para(['run', 'sh', '-c', `ls -d ${world.project}/.git 2>/dev/null || echo not here`], { cwd: other });
  assert.deepEqual(ended, { code: 0, stdout: 'not here\n', stderr: '' });
});
