import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createWorld } from './helpers.ts';

const secret = 'sk-ant-0f5e1c7b-not-to-be-seen-"$`\\';
const env = { ANTHROPIC_API_KEY: secret };

/** The command lines of all processes of the machine; of those that are gone meanwhile, nothing. */
function commandLines(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
    } catch {
      return [];
    }
  });
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [`${entry.parentPath}/${entry.name}`] : []));
}

test('the container sees an exported key, and no command line on the machine shows it', async (t) => {
  const world = createWorld(t);
  const running = world.start(world.argv('run', 'sh', '-c', 'printf "%s\\n" "$ANTHROPIC_API_KEY"; cat'), { env });
  await running.says('\n');
  const lines = commandLines();
  running.process.stdin.end();
  assert.deepEqual(await running.ended, { code: 0, stdout: `${secret}\n`, stderr: '' });
  const ours = lines.filter((line) => line.includes(`para.root=${world.project}`));
  assert.equal(ours.length, 1, 'the one docker client is among what was looked at');
  assert.deepEqual(lines.filter((line) => line.includes('0f5e1c7b')), []);
});

for (const args of [['--dry-run'], ['--dry-run', '--format', 'json'], ['--dry-run', '--format', 'nul'], ['--dry-run', '--verbose'], ['--verbose']]) {
  test(`a key is in nothing that ${args.join(' ')} prints`, async (t) => {
    const world = createWorld(t);
    const { code, stdout, stderr } = await world.para(['run', ...args, 'true'], { env });
    assert.equal(code, 0);
    const printed = args[0] === '--dry-run' ? stdout : stderr;
    assert.ok(printed.includes('ANTHROPIC_API_KEY'), 'the name is there');
    assert.ok(!`${stdout}${stderr}`.includes('0f5e1c7b'));
  });
}

test('a key is in no file that para writes', async (t) => {
  const world = createWorld(t);
  const folders = { XDG_CONFIG_HOME: `${world.home}/c`, XDG_CACHE_HOME: `${world.home}/k`, XDG_STATE_HOME: `${world.home}/s`, XDG_DATA_HOME: `${world.home}/d`, XDG_RUNTIME_DIR: `${world.home}/r` };
  const ended = await world.para(['run', '--image', 'busybox:latest', 'sh', '-c', 'printf "%s\\n" "$ANTHROPIC_API_KEY"'], { env: { ...env, ...folders } });
  assert.deepEqual(ended, { code: 0, stdout: `${secret}\n`, stderr: '' });
  const files = filesBelow(world.directory).filter((path) => !path.startsWith(`${world.directory}/dist/`));
  assert.ok(files.length > 1, 'para wrote something');
  assert.deepEqual(files.filter((path) => readFileSync(path, 'utf8').includes('0f5e1c7b')), []);
});

test("a proxy's password is changed for the container and shown nowhere", async (t) => {
  const world = createWorld(t);
  const proxy = { HTTPS_PROXY: 'http://me:0f5e1c7b@127.0.0.1:3128' };
  const running = world.start(world.argv('run', 'sh', '-c', 'echo $HTTPS_PROXY; cat'), { env: proxy });
  await running.says('\n');
  const lines = commandLines();
  running.process.stdin.end();
  assert.deepEqual(await running.ended, { code: 0, stdout: 'http://me:0f5e1c7b@host.docker.internal:3128\n', stderr: '' });
  assert.deepEqual(lines.filter((line) => line.includes('0f5e1c7b')), []);
  const { stdout, stderr } = await world.para(['run', '--dry-run', '--verbose', 'true'], { env: proxy });
  assert.ok(!`${stdout}${stderr}`.includes('0f5e1c7b'));
});
