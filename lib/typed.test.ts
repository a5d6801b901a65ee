import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type World } from './testing/case.ts';
import { inWorld, type Options, runPara } from './testing/para.ts';

/** What docker is given: the values of these flags that stand before the image, but for para's own, and the command. */
async function typed(world: World, args: readonly string[], flags: readonly string[] = [], options: Options = {}): Promise<string[]> {
  const { code, stderr, calls } = await runPara(world, ['run', '--image', 'image', ...args], options);
  assert.deepEqual([code, stderr, calls.length], [0, '', 1], args.join(' '));
  const words = calls[0]!.args;
  const image = words.indexOf('image');
  const values = words.slice(0, image).flatMap((word, index) => (flags.includes(words[index - 1] ?? '') && !word.startsWith('HOME=') && !word.startsWith('PARA_CONTAINER=') ? [`${words[index - 1]} ${word}`] : []));
  return [...values, ...words.slice(image + 1)];
}

test('options end where docker ends them, and the command arrives untouched', async () => {
  const table: [string[], string[], string[]][] = [
    [['npm', 'test', '--watch'], [], ['npm', 'test', '--watch']],
    [['claude', '-p', 'hi'], [], ['claude', '-p', 'hi']],
    [['-e', 'A=1', 'sh', '-c', 'echo $A'], ['--env'], ['--env A=1', 'sh', '-c', 'echo $A']],
    [['-eA=1', '-e=B=2', '--env=C=3,4', '--docker-env', 'D=', 'x'], ['--env'], ['--env A=1', '--env B=2', '--env C=3,4', '--env D=', 'x']],
    [['-p80:80', 'x', '-p81'], ['--publish'], ['--publish 127.0.0.1:80:80', 'x', '-p81']],
    [['-qte', 'A=1', 'x'], ['--env', '--tty'], ['--tty --detach-keys', '--env A=1', 'x']],
    [['--', '--help'], [], ['--help']],
    [['--', '--', 'x'], [], ['--', 'x']],
    [['x', '--', '--dry-run'], [], ['x', '--', '--dry-run']],
    [['-', '-e', 'A'], [], ['-', '-e', 'A']],
    [['', '-e'], [], ['', '-e']],
    [['--user', '007:008', 'x'], ['--user'], ['--user 7:8', 'x']],
    [['--cpus', '1', '--cpus=2', 'x'], ['--cpus'], ['--cpus 2', 'x']],
    [['--dry-run=false', '--keep', '--keep=false', 'x'], [], ['x']],
    [[], [], []],
  ];
  await inWorld({}, async (world) => {
    for (const [args, flags, expected] of table) assert.deepEqual(await typed(world, args, flags), expected, args.join(' '));
  });
});

test('a variable stands for each option, and an option is stronger', async () => {
  const env = { PARA_ENV: '["A=1\\n2","B=3"]', PARA_PUBLISH: '80\n81:82\n', PARA_CPUS: '1', PARA_MEMORY: '2g', PARA_KEEP: '0', PARA_IMAGE: 'weak', PARA_QUIET: '' };
  await inWorld({}, async (world) => {
    const words = await typed(world, ['--cpus', '4', '-e', 'B=4', 'x'], ['--env', '--publish', '--cpus', '--memory'], { env });
    assert.deepEqual(words, ['--env A=1\n2', '--env B=4', '--publish 127.0.0.1:80:80', '--publish 127.0.0.1:81:82', '--cpus 4', '--memory 2g', 'x']);
  });
});

test('standard input reaches the command, and its output comes back byte by byte', async () => {
  await inWorld({}, async (world) => {
    const input = 'a\r\nb\0\u001b[31m é\n'.repeat(5000);
    const ended = await runPara(world, ['run', '--image', 'x', 'cat'], { input, answers: [{ to: ['run'], echo: true }] });
    assert.deepEqual({ ...ended, calls: ended.calls.length }, { code: 0, stdout: input, stderr: '', calls: 1 });
  });
});

test('an engine that is not on PATH, or a path to none, ends with 125 and how to mend it', async () => {
  await inWorld({}, async (world) => {
    const none = await runPara(world, ['run', '--image', 'x', 'y'], { env: { PATH: '/nonexistent' } });
    const hint = 'install docker (https://docs.docker.com/engine/install/), or name another engine: --engine podman';
    assert.deepEqual(none, { code: 125, stdout: '', stderr: `para: docker is not installed, or not on PATH\nhint: ${hint}\n`, calls: [] });
    const path = await runPara(world, ['run', '--engine', './docker', '--image', 'x', 'y']);
    assert.deepEqual([path.code, path.stdout, path.calls, /^para: .*\nhint: .*\n$/.test(path.stderr)], [125, '', [], true]);
  });
});

test('--verbose shows each line and why on stderr, and the run is the same', async () => {
  await inWorld({}, async (world) => {
    const line = ['--image', 'x', '--name', 'one', 'echo', 'a b'];
    const dry = await runPara(world, ['run', '--dry-run', ...line]);
    const { code, stdout, stderr, calls } = await runPara(world, ['run', '--verbose', ...line], { answers: [{ to: ['run'], stdout: 'a b\n' }] });
    const plain = (text: string): string => text.replaceAll(/para\.session=\S*/g, '');
    assert.deepEqual([code, stdout, calls.length, plain(stderr)], [0, 'a b\n', 1, plain(`# the command is echo\n${dry.stdout}`)]);
  });
});

test('a pipe that is closed early, on either side, is no error of para\'s own', async () => {
  await inWorld({}, async (world) => {
    const stdout = await runPara(world, ['run', '--image', 'x', 'y'], { close: 'stdout', answers: [{ to: ['run'], stdout: 'out\n' }] });
    assert.deepEqual([stdout.code, stdout.stderr], [1, '']);
    const stderr = await runPara(world, ['run', '--verbose', '--image', 'x', 'y'], { close: 'stderr', answers: [{ to: ['run'], stdout: 'out\n' }] });
    assert.deepEqual([stderr.code, stderr.stdout], [0, 'out\n']);
    const help = await runPara(world, ['run', '--help'], { close: 'stdout' });
    assert.deepEqual([help.code, help.stderr], [0, '']);
  });
});
