import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createWorld, docker, inspect, makeDirectory } from './helpers.ts';

const names = ['two words', 'a,b', 'a:b', 'C:\\d', '"quoted"', '"', "it's", 'k=v', 'source=/x,readonly', ' before', 'after ', '  ', 'h\u00e9llo \u{1f980}', 'line\nbreak', '$HOME', '`id`', '-v', '#', '*', 'a\tb', '~'];

/** The mounts of a started container as docker knows them, below these directories, in a fixed order. */
function mountsOf(id: string, below: string): object[] {
  const mounts = inspect(id)['Mounts'] as { Type: string; Source: string; Destination: string; RW: boolean }[];
  return mounts
    .filter(({ Destination }) => Destination.startsWith(below))
    .map(({ Type, Source, Destination, RW }) => ({ Type, Source, Destination, RW }))
    .sort((one, other) => (one.Destination < other.Destination ? -1 : 1));
}

async function startDetached(world: ReturnType<typeof createWorld>, ...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await world.para(['run', '--detach', ...words]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  assert.match(stdout, /^[0-9a-f]{64}\n$/);
  return stdout.trim();
}

test('sources and targets of any characters are mounted as they are', async (t) => {
  const world = createWorld(t);
  const wanted = names.map((name, index) => ({ source: `${world.directory}/sources/${name}`, target: `/mnt/${name}`, read_only: index % 2 === 0 }));
  for (const { source } of wanted) world.file(`${source}/file`, `${source}\n`);
  // ${…} is how a configuration names a variable; what has none of it stays.
  world.file(`${world.home}/.config/para/config.json`, JSON.stringify({ docker: { default_image: 'busybox:latest', mounts: wanted } }));
  const id = await startDetached(world, '--network', 'none', 'sleep', '60');
  const expected = wanted.map(({ source, target, read_only }) => ({ Type: 'bind', Source: source, Destination: target, RW: !read_only }));
  assert.deepEqual(mountsOf(id, '/mnt/'), expected.sort((one, other) => (one.Destination < other.Destination ? -1 : 1)));
  for (const { source, target } of wanted) assert.equal(docker('exec', id, 'cat', `${target}/file`), source);
});

test('a project directory of any characters is the workspace', async (t) => {
  const world = createWorld(t, { user: { network: 'none' } });
  for (const name of names) {
    const cwd = `${world.directory}/roots/${name}`;
    makeDirectory(cwd);
    const ended = await world.para(['run', 'sh', '-c', 'pwd; echo yes >made'], { cwd });
    assert.deepEqual(ended, { code: 0, stdout: `${cwd}\n`, stderr: '' });
    assert.equal(readFileSync(`${cwd}/made`, 'utf8'), 'yes\n');
  }
});

test('options: outside the workspace read-only unless it says rw, and the target is the source', async (t) => {
  const world = createWorld(t);
  const [one, two, inside] = [`${world.directory}/one`, `${world.directory}/two`, `${world.project}/inside`];
  for (const path of [one, two, inside]) makeDirectory(path);
  const id = await startDetached(world, '-v', one, '-v', `${two}:/two:rw`, '-v', `${inside}:/inside`, 'sleep', '60');
  const found = ['/one', '/two', '/inside'].flatMap((end) => mountsOf(id, '/').filter((mount) => 'Destination' in mount && String(mount.Destination).endsWith(end)));
  assert.deepEqual(found, [
    { Type: 'bind', Source: one, Destination: one, RW: false },
    { Type: 'bind', Source: two, Destination: '/two', RW: true },
    { Type: 'bind', Source: inside, Destination: '/inside', RW: true },
  ]);
});

test('a volume, and a tmpfs of a size and mode', async (t) => {
  const volume = `para-engine-test-${randomBytes(5).toString('hex')}`;
  t.after(() => docker('volume', 'rm', '--force', volume));
  const mounts = [`${volume}:/data`, { type: 'tmpfs', target: '/scratch', size: '8m', mode: '0700' }];
  const world = createWorld(t, { user: { mounts } });
  const id = await startDetached(world, 'sleep', '60');
  const wanted = (inspect(id)['HostConfig'].Mounts as { Target: string }[]).filter(({ Target }) => ['/data', '/scratch'].includes(Target));
  assert.deepEqual(wanted, [
    { Type: 'volume', Source: volume, Target: '/data' },
    { Type: 'tmpfs', Target: '/scratch', TmpfsOptions: { SizeBytes: 8 * 1024 * 1024, Mode: 0o700 } },
  ]);
  docker('rm', '--force', id);
});
