import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesBelow, fixtures, type World } from './testing/case.ts';
import { type Call, inWorld, runPara } from './testing/para.ts';

const files = {
  'app/.para/Dockerfile': 'FROM busybox\nARG TOKEN\n',
  'app/.para/config.json': { docker: { environment: ['A=1', 'TOKEN', 'TEXT=a\nb "c" $d'], build: { args: { TOKEN: null }, labels: { 'a b': "it's" } } } },
};
const env = { TOKEN: 'secret', HTTP_PROXY: 'http://127.0.0.1:3128' };
const line = ['--name', 'one', '--', 'printf', '%s\\n', "it's", '', '$HOME', '`id`', 'a\nb', '*', '~', '--', '"\\', 'é漢🦀'];
const isNotBuilt = [{ to: ['image', 'inspect'], code: 1 }];

/** The arguments of each call, without the label that is new in every run. */
function lines(calls: readonly (readonly string[])[]): string[][] {
  return calls.map((args) => args.map((word) => word.replace(/^para\.session=.*/s, 'para.session=')));
}

/** Pastes text into a shell whose docker records. */
function paste({ root, cwd }: World, text: string, answers: readonly object[]): Call[] {
  const record = join(root, 'record');
  const shell = { ...env, PATH: join(fixtures, 'bin'), HOME: join(root, 'home'), FAKE_NODE: process.execPath, FAKE_RECORD: record, FAKE_ANSWERS: JSON.stringify(answers) };
  execFileSync('/bin/sh', { cwd, env: shell, input: text });
  return readFileSync(record, 'utf8').trimEnd().split('\n').map((one) => JSON.parse(one) as Call);
}

test('pasted into sh, a dry run makes the very calls that the run makes', async () => {
  await inWorld(files, async (world) => {
    const run = await runPara(world, ['run', ...line], { env, answers: isNotBuilt });
    const dry = await runPara(world, ['run', '--dry-run', ...line], { env });
    assert.deepEqual({ ...dry, stdout: '' }, { code: 0, stdout: '', stderr: '', calls: [] });
    assert.deepEqual(run.calls.map(({ args }) => args[0]), ['image', 'build', 'run']);
    assert.deepEqual(lines(paste(world, dry.stdout, isNotBuilt).map((call) => call.args)), lines(run.calls.map((call) => call.args)));
  });
});

test('pasted into sh where the image is there, it builds nothing, as the run does', async () => {
  await inWorld(files, async (world) => {
    const dry = await runPara(world, ['run', '--dry-run', ...line], { env });
    assert.deepEqual(paste(world, dry.stdout, []).map(({ args }) => args[0]), ['image', 'run']);
  });
});

test('json has every step with its condition; nul has the run alone', async () => {
  await inWorld(files, async (world) => {
    const { calls } = await runPara(world, ['run', ...line], { env, answers: isNotBuilt });
    const [unless, build, run] = lines(calls.map(({ args }) => ['docker', ...args]));
    const json = await runPara(world, ['run', '--dry-run', '--format', 'json', ...line], { env });
    const parsed = JSON.parse(json.stdout) as { steps: { kind: string; argv: string[]; unless?: string[] }[] };
    assert.deepEqual(parsed.steps.map((step) => ({ ...step, argv: lines([step.argv])[0] })), [{ kind: 'build', argv: build, unless }, { kind: 'run', argv: run }]);
    const nul = await runPara(world, ['run', '--dry-run', '--format', 'nul', ...line], { env });
    assert.deepEqual(lines([nul.stdout.split('\0')])[0], [...run!, '']);
    assert.deepEqual([json.stderr, json.calls, json.code, nul.stderr, nul.calls, nul.code], ['', [], 0, '', [], 0]);
  });
});

test("where docker's own environment is changed, the line says so and does not show how", async () => {
  await inWorld({}, async (world) => {
    const proxy = { HTTPS_PROXY: 'http://ada:s3cr3t@127.0.0.1:3128' };
    const { stdout } = await runPara(world, ['run', '--dry-run', '--image', 'x', 'y'], { env: proxy });
    const [comment, command, end] = stdout.split('\n');
    assert.equal(comment, '# needs HTTPS_PROXY with host.docker.internal in place of the loopback host; it holds credentials and is not shown');
    assert.match(command!, /^docker run .* --env HTTPS_PROXY .* x y$/);
    assert.deepEqual([end, stdout.includes('s3cr3t')], ['', false]);
  });
});

test("a dry run needs no engine, and writes only into para's cache", async () => {
  await inWorld({}, async (world) => {
    const before = filesBelow(world.root);
    const { code, stderr } = await runPara(world, ['run', '--dry-run', '--image', 'x', 'y'], { env: { PATH: '/nonexistent' } });
    const written = filesBelow(world.root).filter((path) => !before.includes(path) && !path.startsWith('home/.cache/para/'));
    assert.deepEqual([code, stderr, written], [0, '', []]);
  });
});
