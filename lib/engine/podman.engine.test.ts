import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test, type TestContext } from 'node:test';
import { createWorld, type Ended, isRoot, type World } from './helpers.ts';

const image = 'localhost/busybox:latest';
const isThere = spawnSync('podman', ['--version']).status === 0;
const skip = isThere ? false : 'podman is not installed';

/** For a podman without crun, on a machine where root may not raise its own limits. */
const plain = '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n[engine]\nruntime = "runc"\n';

function podman(env: Record<string, string>, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('podman', args, { encoding: 'utf8', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`podman ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

function writePlain(t: TestContext): string {
  const directory = mkdtempSync(`${tmpdir()}/para-engine-test-podman-`);
  t.after(() => rmSync(directory, { recursive: true }));
  writeFileSync(`${directory}/containers.conf`, plain);
  return `${directory}/containers.conf`;
}

type PodmanWorld = { world: World; run: (...words: string[]) => Promise<Ended>; containers: () => string; env: Record<string, string> };

/** Root's podman for root; as an ordinary user that user's own. */
function createPodmanWorld(t: TestContext): PodmanWorld {
  const world = createWorld(t, { user: { engine: 'podman', default_image: image } });
  if (spawnSync('podman', ['image', 'exists', image]).status !== 0) {
    const loaded = spawnSync('sh', ['-c', 'docker save busybox:latest | podman load'], { encoding: 'utf8' });
    assert.equal(loaded.status, 0, loaded.stderr);
  }
  const works = spawnSync('podman', ['run', '--rm', image, 'true']).status === 0;
  const env: Record<string, string> = {};
  const containers = (): string => podman(env, 'ps', '--all', '--quiet', '--filter', `label=para.root=${world.project}`);
  t.after(() => {
    for (const id of containers().split('\n')) if (id !== '') podman(env, 'rm', '--force', id);
  });
  // After the containers, which need it to be removed.
  if (!works) env['CONTAINERS_CONF'] = writePlain(t);
  const run = (...words: string[]): Promise<Ended> => world.para(['run', ...words], { asRoot: true, env });
  return { world, run, containers, env };
}

test("podman: the same place, one's own files, the exit code", { skip }, async (t) => {
  const { world, run, containers } = createPodmanWorld(t);
  const { uid = 0, gid = 0 } = isRoot ? {} : world;
  assert.deepEqual(await run('sh', '-c', 'id -u; id -g; pwd; touch f; exit 7'), { code: 7, stdout: `${uid}\n${gid}\n${world.project}\n`, stderr: '' });
  const made = statSync(`${world.project}/f`);
  assert.deepEqual([made.uid, made.gid], [uid, gid]);
  assert.deepEqual(await run('sh', '-c', 'exit 125'), { code: 125, stdout: '', stderr: '' });
  assert.equal(containers(), '');
});

test('podman: arguments arrive as they were typed', { skip }, async (t) => {
  const { run } = createPodmanWorld(t);
  const words = ['', ' ', '-x', '"', "'", '\\', '$HOME', 'a\nb', '*', '{{.ID}}', '\u{1f980}'];
  assert.deepEqual(await run('printf', '%s\\0', ...words), { code: 0, stdout: words.map((one) => `${one}\0`).join(''), stderr: '' });
});

test('podman: a reader that goes away, and a signal: no container is left', { skip }, async (t) => {
  const { world, containers, env } = createPodmanWorld(t);
  const piped = world.start(['sh', '-c', '"$@" | head -n 1', 'sh', ...world.argv('run', 'yes')], { asRoot: true, env });
  const { code, stdout } = await piped.ended;
  assert.deepEqual({ code, stdout, containers: containers() }, { code: 0, stdout: 'y\n', containers: '' });
  const signalled = world.start(world.argv('run', 'sh', '-c', 'echo ready; exec sleep 60'), { asRoot: true, env });
  await signalled.says('ready\n');
  signalled.process.kill('SIGTERM');
  assert.deepEqual(await signalled.ended, { code: 143, stdout: 'ready\n', stderr: '' });
  assert.equal(containers(), '');
});

test('podman: the host by name, and mounts of any characters', { skip }, async (t) => {
  const { world, run } = createPodmanWorld(t);
  const source = `${world.directory}/a, "b"`;
  world.file(`${source}/file`, 'it is read\n');
  world.file(`${world.home}/.config/para/config.json`, JSON.stringify({ docker: { engine: 'podman', default_image: image, mounts: [{ source, target: '/mnt/c, "d"' }] } }));
  const { code, stdout } = await run('sh', '-c', 'cat "/mnt/c, \\"d\\"/file"; grep -c -w host.containers.internal /etc/hosts');
  assert.deepEqual({ code, stdout }, { code: 0, stdout: 'it is read\n1\n' });
});
