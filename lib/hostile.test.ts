import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inWorld, runPara } from './testing/para.ts';

/** A program that leaves a mark beside the project when it is run or imported. */
const bomb = "require('node:fs').writeFileSync(__dirname + '/../marked', ''); module.exports = { docker: { default_image: 'evil' } };";

const run = ['run', '--dry-run', '--format', 'json', '--image', 'busybox', '--name', 'one', '--quiet', 'true'];

/** The line without what differs from run to run. */
function line(stdout: string): string {
  return stdout.replaceAll(/para\.(session|config)=[^"]*/g, '');
}

test('nothing a repository brings is executed, imported or followed', async () => {
  // A file of para's own, so that cosmiconfig is asked at all.
  const own = { 'app/.pararc': '{}' };
  const files = {
    ...own,
    'app/.config/config.cjs': bomb, 'app/.config/config.js': bomb, 'app/.config/para.config.js': bomb, 'app/para.config.js': bomb, 'app/para.config.cjs': bomb,
    'app/para.config.ts': bomb, 'app/.pararc.js': bomb, 'app/.pararc.cjs': bomb, 'app/.pararc.ts': bomb, 'app/node_modules/typescript/index.js': bomb,
    'app/.config/config.json': { cosmiconfig: { searchPlaces: ['para.config.cjs'] } },
    'app/package.json': { name: 'app', cosmiconfig: { searchPlaces: ['para.config.cjs'], mergeSearchPlaces: true } },
    'app/config.json': { database: { password: 'x' }, $import: './secrets.json' },
    'app/secrets.json': { docker: { default_image: 'evil', args: ['--privileged'] } },
  };
  await inWorld(own, async (clean) => {
    const { stdout: expected } = await runPara(clean, run);
    await inWorld(files, async (world) => {
      const { code, stdout, stderr } = await runPara(world, run, { env: { XDG_CACHE_HOME: join(world.root, 'home/.cache') } });
      assert.deepEqual([code, stderr, existsSync(join(world.root, 'marked')), existsSync(join(world.root, 'app/marked'))], [0, '', false, false]);
      assert.equal(line(stdout).replaceAll(world.root, ''), line(expected).replaceAll(clean.root, ''));
    });
  });
});

test('cosmiconfig\'s own look at the working directory does not happen, wherever it would find something', async () => {
  const meta = { searchPlaces: ['para.config.cjs'] };
  for (const files of [{ 'app/.config/config.cjs': bomb }, { 'app/.config/config.js': bomb }, { 'app/.config/config.json': meta, 'app/para.config.cjs': bomb }, { 'app/package.json': { cosmiconfig: meta }, 'app/para.config.cjs': bomb }]) {
    await inWorld({ 'app/.pararc': '{}', ...files }, async (world) => {
      const { code, stderr } = await runPara(world, run);
      assert.deepEqual([code, stderr, existsSync(join(world.root, 'marked')), existsSync(join(world.cwd, 'marked'))], [0, '', false, false], Object.keys(files).join());
    });
  }
});

test('a cache that lies in the repository cannot be used to have something executed', async () => {
  await inWorld({ 'app/.pararc': '{}', 'app/cache/para/.config/config.cjs': bomb, 'app/cache/para/empty/.config/config.cjs': bomb }, async (world) => {
    const { code } = await runPara(world, run, { env: { XDG_CACHE_HOME: join(world.cwd, 'cache') } });
    assert.deepEqual([code, existsSync(join(world.cwd, 'cache/para/marked')), existsSync(join(world.cwd, 'cache/para/empty/marked'))], [0, false, false]);
  });
});

test('$import is an unknown key, not an order', async () => {
  await inWorld({ 'app/.pararc': { $import: './other.json', docker: {} }, 'app/other.json': { docker: { default_image: 'evil' } } }, async (world) => {
    const { code, stderr } = await runPara(world, run);
    assert.deepEqual([code, stderr], [125, `para: ${world.cwd}/.pararc:1:2: $import: unknown key\nhint: known here: $schema, docker, profiles\n`]);
  });
});

test('a link out of the project, a device and a pipe are refused before they are read', async () => {
  const make: Record<string, (path: string) => void> = {
    'it is a link that leads out of the project': (path) => symlinkSync('/etc/passwd', path),
    'it is not a plain file': (path) => symlinkSync('/dev/zero', path),
  };
  for (const [reason, put] of Object.entries(make)) {
    await inWorld({ 'app/x': '' }, async (world) => {
      put(join(world.cwd, '.pararc'));
      const { code, stdout, stderr } = await runPara(world, run);
      assert.deepEqual([code, stdout, stderr.split('\n')[0]], [125, '', `para: cannot read ${world.cwd}/.pararc: ${reason}`]);
    });
  }
  await inWorld({ 'app/x': '' }, async (world) => {
    execFileSync('mkfifo', [join(world.cwd, '.pararc')]);
    assert.equal((await runPara(world, run)).code, 125);
    rmSync(join(world.cwd, '.pararc'));
    // Somebody else's name: not para's business.
    execFileSync('mkfifo', [join(world.cwd, 'config.json')]);
    assert.equal((await runPara(world, run)).code, 0);
  });
});

test('somebody else\'s config.json and package.json are left alone, whatever they are', async () => {
  for (const text of ['['.repeat(20_000), `{"x": "${'a'.repeat(2_000_000)}"}`, '{"docker": ', '{"docker": "yes"}', '']) {
    await inWorld({ 'app/.pararc': {}, 'app/config.json': text, 'app/package.json': text }, async (world) => {
      const { code, stderr } = await runPara(world, run);
      assert.deepEqual([code, stderr], [0, ''], text.slice(0, 20));
    });
  }
});

test('a project file cannot make a protected path writable', async () => {
  await inWorld({ 'app/.para/config.json': { docker: { mounts: ['./.para:$ROOT/app/.para:rw'] } } }, async (world) => {
    const { code, stderr } = await runPara(world, run);
    assert.deepEqual([code, stderr.split('\n')[0]], [125, `para: ${world.cwd}/.para/config.json:1:22: docker.mounts[0]: the mount './.para:${world.cwd}/.para:rw' would make ${world.cwd}/.para writable, which is protected`]);
  });
});

test('a project file names one of three engines, no program of the host', async () => {
  await inWorld({ 'app/.pararc': { docker: { engine: 'sh' } }, 'app/run': 'echo > marked' }, async (world) => {
    const { code, calls } = await runPara(world, ['run', '--image', 'x', 'true'], { asInstalled: true });
    assert.deepEqual([code, calls, existsSync(join(world.cwd, 'marked'))], [125, [], false]);
  });
});

test('a path cannot carry a secret into the line', async () => {
  await inWorld({ 'app/.pararc': { docker: { mounts: ['./x:/x/${GITHUB_TOKEN}', './x:/y/${constructor}'] } }, 'app/x': '' }, async (world) => {
    const { code, stdout, stderr } = await runPara(world, run, { env: { GITHUB_TOKEN: 's3cr3t' } });
    assert.deepEqual([code, stdout, stderr.includes('s3cr3t'), stderr.split('\n').length], [125, '', false, 5]);
  });
});

test('pipes where files should be do not hang it', async () => {
  await inWorld({ 'app/.git': 'gitdir: fake\n', 'app/fake/HEAD': '', 'app/.para/x': '' }, async (world) => {
    for (const path of ['.para/Dockerfile', 'fake/commondir']) execFileSync('mkfifo', [join(world.cwd, path)]);
    assert.equal((await runPara(world, run)).code, 0);
  });
});
