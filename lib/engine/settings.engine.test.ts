import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createWorld, inspect, type World } from './helpers.ts';

async function startDetached(world: World, ...words: string[]): Promise<Record<string, any>> {
  const { code, stdout } = await world.para(['run', '--detach', ...words, 'sleep', '60']);
  assert.equal(code, 0);
  return inspect(stdout.trim());
}

function pick(from: Record<string, unknown>, ...keys: string[]): object {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}

test('what holds without any setting', async (t) => {
  const world = createWorld(t);
  const { HostConfig, Config } = await startDetached(world);
  assert.deepEqual(pick(HostConfig, 'Init', 'AutoRemove', 'Privileged', 'ReadonlyRootfs', 'PidsLimit', 'CapDrop', 'CapAdd', 'SecurityOpt'), {
    Init: true,
    AutoRemove: true,
    Privileged: false,
    ReadonlyRootfs: false,
    PidsLimit: 4096,
    CapDrop: ['ALL'],
    CapAdd: null,
    SecurityOpt: ['no-new-privileges'],
  });
  assert.deepEqual(pick(Config, 'User', 'WorkingDir', 'Cmd', 'Tty', 'OpenStdin'), {
    User: `${world.uid}:${world.gid}`,
    WorkingDir: world.project,
    Cmd: ['sleep', '60'],
    Tty: false,
    OpenStdin: false,
  });
});

test('resources and security are as configured', async (t) => {
  const resources = { cpus: 0.5, memory: '64m', pids: 100, shm_size: '16m' };
  const security = { no_new_privileges: false, cap_drop: ['MKNOD', 'NET_RAW'], cap_add: ['NET_ADMIN'], read_only_root: true };
  const world = createWorld(t, { user: { resources, security } });
  const { HostConfig } = await startDetached(world);
  // Some docker CLIs write NET_ADMIN, some CAP_NET_ADMIN.
  for (const key of ['CapDrop', 'CapAdd']) HostConfig[key] = HostConfig[key].map((one: string) => one.replace(/^CAP_/, ''));
  assert.deepEqual(pick(HostConfig, 'NanoCpus', 'Memory', 'PidsLimit', 'ShmSize', 'ReadonlyRootfs', 'CapDrop', 'CapAdd', 'SecurityOpt'), {
    NanoCpus: 500_000_000,
    Memory: 64 * 1024 * 1024,
    PidsLimit: 100,
    ShmSize: 16 * 1024 * 1024,
    ReadonlyRootfs: true,
    CapDrop: ['MKNOD', 'NET_RAW'],
    CapAdd: ['NET_ADMIN'],
    SecurityOpt: null,
  });
});

test('an option of the command line beats the configuration; raw arguments come last', async (t) => {
  const world = createWorld(t, { user: { resources: { pids: 100 }, args: ['--hostname', 'from-config'] } });
  const { HostConfig, Config } = await startDetached(world, '--pids-limit', '50', '--cpus', '1', '--docker-arg', '--hostname=from-option');
  assert.deepEqual(pick(HostConfig, 'PidsLimit', 'NanoCpus'), { PidsLimit: 50, NanoCpus: 1_000_000_000 });
  assert.equal(Config['Hostname'], 'from-option');
});

test('labels, name and PARA_CONTAINER say whose container it is', async (t) => {
  const world = createWorld(t);
  const { stdout: version } = await world.para(['--version']);
  const { Name, Config } = await startDetached(world);
  assert.match(Name, /^\/para-project-[0-9a-f]{10}$/);
  const labels = Object.fromEntries(Object.entries(Config['Labels']).filter(([key]) => key.startsWith('para.')));
  assert.match(String(labels['para.config']), /^[0-9a-f]{12}$/);
  assert.deepEqual(labels, {
    'para.version': version.trim(),
    'para.project': 'project',
    'para.root': world.project,
    'para.kind': 'run',
    'para.session': Name.slice(1),
    'para.config': labels['para.config'],
  });
  const name = `para-test-${randomBytes(4).toString('hex')}`;
  assert.deepEqual(await world.para(['run', '--name', name, 'sh', '-c', 'echo $PARA_CONTAINER']), { code: 0, stdout: `${name}\n`, stderr: '' });
});

const show = 'for name in "$@"; do eval "test \\"\\${$name+is}\\"" && eval "printf \\"%s=[%s]\\n\\" $name \\"\\$$name\\""; done; true';

test('variables: forwarded, literal, of several lines, empty, unset', async (t) => {
  const world = createWorld(t, { user: { environment: ['FORWARDED', 'UNSET', 'EMPTY', 'LITERAL=a,b "c" $d', 'APP_*'] } });
  const env = { FORWARDED: 'one\ntwo\n\n "three" \\', EMPTY: '', APP_ONE: '1', APP_TWO: '2', OTHER: 'stays outside', MULTI: 'x' };
  const names = ['FORWARDED', 'UNSET', 'EMPTY', 'LITERAL', 'APP_ONE', 'APP_TWO', 'OTHER', 'NONE', 'LINES'];
  const words = ['run', '-e', 'NONE=', '-e', 'LINES=a\nb', '-e', '!APP_TWO', 'sh', '-c', show, 'sh', ...names];
  const stdout = ['FORWARDED=[one\ntwo\n\n "three" \\]', 'EMPTY=[]', 'LITERAL=[a,b "c" $d]', 'APP_ONE=[1]', 'NONE=[]', 'LINES=[a\nb]', ''].join('\n');
  assert.deepEqual(await world.para(words, { env }), { code: 0, stdout, stderr: '' });
});

test('an env file, read as docker reads it; --no-forward keeps it', async (t) => {
  const world = createWorld(t, { user: { environment: ['FORWARDED', 'LITERAL=1'] } });
  world.file('file.env', '# a comment\nQUOTED="as it is"\nSPACED= x \nFROM_HOST\n');
  const env = { FORWARDED: 'yes', FROM_HOST: 'of the host' };
  const words = ['--env-file', 'file.env', 'sh', '-c', show, 'sh', 'QUOTED', 'SPACED', 'FROM_HOST', 'FORWARDED', 'LITERAL'];
  const file = 'QUOTED=["as it is"]\nSPACED=[ x ]\nFROM_HOST=[of the host]\n';
  assert.deepEqual(await world.para(['run', ...words], { env }), { code: 0, stdout: `${file}FORWARDED=[yes]\nLITERAL=[1]\n`, stderr: '' });
  assert.deepEqual(await world.para(['run', '--no-forward', ...words], { env }), { code: 0, stdout: `${file}LITERAL=[1]\n`, stderr: '' });
});
