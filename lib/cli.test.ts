import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesBelow } from './testing/case.ts';
import { inWorld, runPara } from './testing/para.ts';

const inspectMissing = { to: ['image', 'inspect'], code: 1 };

test('what a dry run prints is what a run executes, in every format', async () => {
  await inWorld({ 'app/.para/config.json': { docker: { environment: ['A=1', 'HOST_ONE'] } } }, async (world) => {
    const line = ['run', '--name', 'one', '--image', 'busybox', '--', 'printf', '%s', "it's", '', '$x', '-- -'];
    const env = { HOST_ONE: 'value' };
    const { calls } = await runPara(world, line, { env });
    const json = await runPara(world, ['run', '--dry-run', '--format=json', ...line.slice(1)], { env });
    const nul = await runPara(world, ['run', '--dry-run', '--format=nul', ...line.slice(1)], { env });
    // Each has a session label of its own; nothing else differs.
    const plain = (argv: readonly string[]): string[] => argv.map((word) => word.replace(/^(para\.session=para-app-)[0-9a-f]{10}$/, '$1'));
    assert.equal(calls.length, 1);
    assert.deepEqual(plain(JSON.parse(json.stdout).steps[0].argv), plain(['docker', ...calls[0]!.args]));
    assert.deepEqual(plain(nul.stdout.split('\0').slice(0, -1)), plain(['docker', ...calls[0]!.args]));
    assert.deepEqual([json.calls, nul.calls, json.stderr, nul.stderr, json.code, nul.code], [[], [], '', '', 0, 0]);
  });
});

test('the exit code is the command\'s, stdout and stderr are its own', async () => {
  await inWorld({}, async (world) => {
    for (const code of [0, 1, 7, 126, 127, 255]) {
      const answers = [{ to: ['run'], code, stdout: 'out\n', stderr: 'err\n' }];
      const { calls, ...ended } = await runPara(world, ['run', '--image', 'x', 'cmd'], { answers });
      assert.deepEqual(ended, { code, stdout: 'out\n', stderr: 'err\n' });
      // Any other end than 0 may have left a container: one question, and nothing removed.
      assert.deepEqual(calls.map(({ args }) => args[0]), code === 0 ? ['run'] : ['run', 'ps']);
    }
  });
});

test('a container that outlives its client is removed by its id', async () => {
  await inWorld({}, async (world) => {
    const answers = [{ to: ['run'], code: 1 }, { to: ['ps'], stdout: 'abc123\n' }];
    const { calls, code } = await runPara(world, ['run', '--image', 'x', 'cmd'], { answers });
    assert.equal(code, 1);
    // This ps finds the container for ever: para gives up in the end.
    assert.deepEqual(calls.slice(0, 4).map(({ args }) => args[0]), ['run', 'ps', 'rm', 'ps']);
    assert.deepEqual(calls[2]?.args, ['rm', '--force', '--volumes', 'abc123']);
  });
});

test('125 is told apart: an engine that is silent, an image that is not there, a code of the command\'s own', async () => {
  await inWorld({}, async (world) => {
    const failed = { to: ['run'], code: 125 };
    const silent = await runPara(world, ['run', '--image', 'x', 'y'], { answers: [failed, { to: ['version'], code: 1, stderr: 'Cannot connect.\n' }] });
    assert.deepEqual([silent.code, silent.stderr], [125, "para: the engine does not answer: Cannot connect.\nhint: start it (systemctl start docker, or Docker Desktop), then try 'docker version'\n"]);
    const missing = await runPara(world, ['run', '--image', 'x', 'y'], { answers: [failed, inspectMissing] });
    assert.deepEqual([missing.code, missing.stderr], [125, "para: the image x is not here and could not be pulled\nhint: check the name, or try 'docker pull x'\n"]);
    const other = await runPara(world, ['run', '--image', 'x', 'y'], { answers: [failed] });
    assert.deepEqual([other.code, other.stderr], [125, 'para: docker could not start the container; its reason is above\nhint: para run --dry-run … prints the line that was tried\n']);
    const own = await runPara(world, ['run', '--image', 'x', 'y'], { answers: [failed, { to: ['events'], stdout: '{}\n' }] });
    assert.deepEqual([own.code, own.stderr], [125, '']);
  });
});

test('a build goes before the run, its stdout to stderr; a failed one runs nothing', async () => {
  await inWorld({ 'app/.para/Dockerfile': 'FROM busybox\n' }, async (world) => {
    const built = await runPara(world, ['run', 'cmd'], { answers: [inspectMissing, { to: ['build'], stdout: 'step 1\n' }, { to: ['run'], stdout: 'out\n' }] });
    assert.deepEqual([built.code, built.stdout, built.stderr, built.calls.map(({ args }) => args[0])], [0, 'out\n', 'step 1\n', ['image', 'build', 'run']]);
    const there = await runPara(world, ['run', 'cmd']);
    assert.deepEqual(there.calls.map(({ args }) => args[0]), ['image', 'run']);
    const failed = await runPara(world, ['run', 'cmd'], { answers: [inspectMissing, { to: ['build'], code: 1, stdout: 'step 1\n', stderr: 'no\n' }] });
    const words = `para: building ${world.cwd}/.para/Dockerfile failed (docker build ended with 1); nothing was run\nhint: its reason is above; mend the Dockerfile and try again\n`;
    assert.deepEqual([failed.code, failed.stdout, failed.stderr, failed.calls.map(({ args }) => args[0])], [125, '', `step 1\nno\n${words}`, ['image', 'build', 'version']]);
    const never = await runPara(world, ['run', '--no-build', 'cmd']);
    assert.deepEqual(never.calls.map(({ args }) => args[0]), ['run']);
  });
});

test('a value of the host is in docker\'s environment and nowhere else', async () => {
  const secret = 'sk-s3cr3t-value';
  const env = { ANTHROPIC_API_KEY: secret, HTTP_PROXY: `http://u:${secret}@localhost:3128`, MY_TOKEN: secret };
  const files = { 'app/.para/config.json': { docker: { default_image: 'x', environment: ['MY_*', { name: 'ANTHROPIC_API_KEY', required: true }] } } };
  await inWorld(files, async (world) => {
    const runs = [['run', '--verbose', 'y'], ...['shell', 'json', 'nul'].map((format) => ['run', '--dry-run', '--format', format, '--verbose', 'y']), ['run', '--mount', '/nope', 'y'], ['run', '--user', 'x y', 'y'], ['run', '--mount', '${ANTHROPIC_API_KEY}:/x', 'y']];
    for (const args of runs) {
      const { stdout, stderr, calls } = await runPara(world, args, { env });
      assert.equal(`${stdout}${stderr}${JSON.stringify(calls.map((call) => call.args))}`.includes(secret), false, args.join(' '));
      for (const call of calls) assert.deepEqual([call.env['ANTHROPIC_API_KEY'], call.env['MY_TOKEN'], call.env['HTTP_PROXY']], [secret, secret, `http://u:${secret}@host.docker.internal:3128`]);
    }
    for (const path of filesBelow(world.root)) assert.equal(readFileSync(join(world.root, path), 'utf8').includes(secret), false, path);
  });
});

test('help and version are on stdout; a word para does not know is 2', async () => {
  await inWorld({}, async (world) => {
    const version = await runPara(world, ['--version']);
    assert.deepEqual([version.code, version.stderr, /^\d+\.\d+\.\d+\n$/.test(version.stdout)], [0, '', true]);
    for (const args of [[], ['--help'], ['help'], ['run', '--help'], ['help', 'run']]) {
      const { code, stdout, stderr } = await runPara(world, args);
      assert.deepEqual([code, stderr, stdout.includes('Usage: para ')], [0, '', true], args.join(' '));
    }
    const wrong = await runPara(world, ['rnu']);
    assert.deepEqual([wrong.code, wrong.stdout, wrong.stderr], [2, '', "para: 'rnu' is not a para command\nhint: did you mean para run?\n"]);
  });
});

test('notes are on stderr, and --quiet leaves them out', async () => {
  await inWorld({}, async (world) => {
    const env = { PARA_IMAG: 'x' };
    const noted = await runPara(world, ['run', '--image', 'x', '-e', 'NOPE', 'y'], { env });
    assert.equal(noted.stderr, 'para: note: the variable PARA_IMAG means nothing to para; did you mean PARA_IMAGE?\npara: note: NOPE (-e) is not set here, so the container does not get it\n');
    assert.equal((await runPara(world, ['run', '-q', '--image', 'x', '-e', 'NOPE', 'y'], { env })).stderr, '');
  });
});

test('a reader that goes away is no error of para\'s', async () => {
  await inWorld({}, async (world) => {
    const { code, stderr } = await runPara(world, ['run', '--dry-run', '--image', 'x', 'y'], { close: 'stdout' });
    assert.deepEqual([code, stderr], [0, '']);
  });
});

test('node itself leaves an --env-file alone', async () => {
  const files = { 'app/.env': 'NODE_OPTIONS="--require=./bomb.cjs"\nOPENAI_API_KEY=x\n', 'app/bomb.cjs': "require('node:fs').writeFileSync('marked', '');" };
  await inWorld(files, async (world) => {
    const { code, stderr, calls } = await runPara(world, ['run', '--image', 'x', '--env-file', '.env', 'y'], { asInstalled: true });
    assert.deepEqual([code, stderr, existsSync(join(world.cwd, 'marked'))], [0, '', false]);
    assert.deepEqual(calls[0]?.args.filter((word) => /env-file|OPENAI|\.env$/.test(word)), ['--env-file', `${world.cwd}/.env`]);
  });
});

test('a switch that is turned off says nothing, and of two that exclude each other the last counts', async () => {
  await inWorld({ 'app/.para/config.json': { docker: { default_image: 'x' } }, 'app/other.json': { docker: { default_image: 'y' } } }, async (world) => {
    const image = async (args: string[], env: Record<string, string> = {}): Promise<string[]> => {
      const { stdout } = await runPara(world, ['run', '--dry-run', '--format', 'json', ...args, 'cmd'], { env });
      const { argv } = JSON.parse(stdout).steps.at(-1) as { argv: string[] };
      return [argv.at(-2)!, ...argv.filter((word) => word === '--tty')];
    };
    assert.deepEqual(await image(['--no-tty=false']), ['x']);
    assert.deepEqual(await image([], { PARA_NO_TTY: '0', PARA_NO_BUILD: '0' }), ['x']);
    assert.deepEqual(await image(['--no-tty', '-t']), ['x', '--tty']);
    assert.deepEqual(await image(['--image', 'z', '--config', 'other.json'], { PARA_NO_CONFIG: '1' }), ['z']);
    assert.deepEqual(await image(['--config', 'other.json'], { PARA_NO_CONFIG: '1' }), ['y']);
  });
});
