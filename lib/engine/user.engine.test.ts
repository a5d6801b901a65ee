import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { createWorld, isRoot, makeDirectory, type World } from './helpers.ts';

const whoAmI = 'id -u; id -g; id -un; id -gn; echo $HOME; touch $HOME/x f; pwd';

function owner(path: string): string {
  const { uid, gid } = statSync(path);
  return `${uid}:${gid}`;
}

function groupOf(world: World): string {
  return readFileSync('/etc/group', 'utf8').split('\n').find((line) => line.split(':')[2] === String(world.gid))?.split(':')[0] ?? world.user;
}

test("the user, the home and the directory inside are those outside, and new files are the user's", async (t) => {
  const world = createWorld(t);
  const { uid, gid, user, home, project } = world;
  const stdout = `${uid}\n${gid}\n${user}\n${groupOf(world)}\n${home}\n${project}\n`;
  assert.deepEqual(await world.para(['run', 'sh', '-c', whoAmI]), { code: 0, stdout, stderr: '' });
  assert.equal(owner(`${project}/f`), `${uid}:${gid}`);
});

test('so it is in an image with nothing but one static program', async (t) => {
  const world = createWorld(t);
  const { uid, gid, user, home } = world;
  const ended = await world.para(['run', '--image', 'para-test/noshell:latest', '/whoami']);
  assert.deepEqual(ended, { code: 0, stdout: `uid=${uid} gid=${gid} name=${user} dir=${home}\n`, stderr: '' });
});

test('programs in the home can be executed', async (t) => {
  const world = createWorld(t);
  const script = 'mkdir -p ~/.local/bin && printf "#!/bin/sh\\necho it runs\\n" >~/.local/bin/tool && chmod +x ~/.local/bin/tool && ~/.local/bin/tool';
  assert.deepEqual(await world.para(['run', 'sh', '-c', script]), { code: 0, stdout: 'it runs\n', stderr: '' });
});

test("a workspace deep below the home: the directories between are the user's, and the home is its own", async (t) => {
  const world = createWorld(t);
  const cwd = `${world.home}/code/work/app`;
  makeDirectory(cwd);
  world.file(`${world.home}/outside`, 'of the host\n');
  const script = 'touch ~/a ~/code/b ~/code/work/c d && stat -c "%u:%g" ~ ~/code ~/code/work . && ls ~ && pwd';
  const ids = `${world.uid}:${world.gid}\n`.repeat(4);
  assert.deepEqual(await world.para(['run', 'sh', '-c', script], { cwd }), { code: 0, stdout: `${ids}a\ncode\n${cwd}\n`, stderr: '' });
  assert.equal(owner(`${cwd}/d`), `${world.uid}:${world.gid}`);
});

test('the working directory inside is the one outside, below the top of the repository too', async (t) => {
  const world = createWorld(t);
  makeDirectory(`${world.project}/.git`);
  world.file('top', '');
  const cwd = `${world.project}/packages/one`;
  makeDirectory(cwd);
  assert.deepEqual(await world.para(['run', 'sh', '-c', 'pwd; ls ../..'], { cwd }), { code: 0, stdout: `${cwd}\npackages\ntop\n`, stderr: '' });
});

test('another target: the working directory is the same place below it', async (t) => {
  const world = createWorld(t, { user: { workspace: { target: '/srv/app' } } });
  const cwd = `${world.project}/sub`;
  makeDirectory(cwd);
  world.file('.para/config.json', '{"docker":{}}');
  assert.deepEqual(await world.para(['run', 'pwd'], { cwd }), { code: 0, stdout: '/srv/app/sub\n', stderr: '' });
});

test('host root is root inside, with the home /root', { skip: isRoot ? false : 'only root can try it' }, async (t) => {
  const world = createWorld(t);
  const ended = await world.para(['run', 'sh', '-c', 'id -u; id -g; echo ~; touch f'], { asRoot: true, env: { HOME: world.home } });
  assert.deepEqual(ended, { code: 0, stdout: '0\n0\n/root\n', stderr: '' });
  assert.equal(owner(`${world.project}/f`), '0:0');
});

test('user image, and a numeric user', async (t) => {
  const world = createWorld(t);
  assert.deepEqual(await world.para(['run', '--user', 'image', 'id', '-u']), { code: 0, stdout: '0\n', stderr: '' });
  assert.deepEqual(await world.para(['run', '--user', '4321:77', 'sh', '-c', 'id -u; id -g']), { code: 0, stdout: '4321\n77\n', stderr: '' });
});
