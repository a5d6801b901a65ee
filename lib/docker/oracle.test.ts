import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { sha256 } from '../hash.ts';
import { casesOf, fixtures, readCase, withWorld } from '../testing/case.ts';
import { compileCase } from '../testing/golden.ts';

// docker parses every flag before it looks for its engine: with one that cannot be reached, a good line
// ends in "Cannot connect" and a bad one in "unknown flag" or "invalid argument".
const nowhere = 'unix:///nonexistent/docker.sock';

const directory = mkdtempSync(join(realpathSync(tmpdir()), 'para-oracle-'));
// The context that cases name, and where plugins of the user's own are.
mkdirSync(join(directory, 'contexts/meta', sha256('remote')), { recursive: true });
writeFileSync(join(directory, 'contexts/meta', sha256('remote'), 'meta.json'), JSON.stringify({ Name: 'remote', Metadata: {}, Endpoints: { docker: { Host: nowhere } } }));
writeFileSync(join(directory, 'config.json'), JSON.stringify({ cliPluginsExtraDirs: [join(homedir(), '.docker/cli-plugins')] }));
// `--ssh default` looks whether an agent is there.
const agent = createServer().listen(join(directory, 'agent'));
after(() => {
  agent.close();
  rmSync(directory, { recursive: true, force: true });
});

type Cli = { readonly path: string; readonly hasBuildKit: boolean; readonly hasBuildx: boolean };

/** Every docker CLI of this machine: those on PATH, and the distribution's. */
const clis: readonly Cli[] = [...new Set([...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'].flatMap((one) => executable(join(one, 'docker'))))].map((path) => {
  const hasBuildx = said(path, ['buildx', 'version']).status === 0;
  // 23.0 left BuildKit to buildx; before, the CLI had one of its own.
  const { stderr } = said(path, ['build', '--secret', 'id=x,env=X', directory], { DOCKER_BUILDKIT: '1' });
  return { path, hasBuildx, hasBuildKit: isConnecting(stderr) };
});

function executable(path: string): string[] {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path) ? [realpathSync(path)] : [];
  } catch {
    return [];
  }
}

function said(cli: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): { status: number | null; stderr: string } {
  const own = { PATH: process.env['PATH'], HOME: homedir(), DOCKER_HOST: nowhere, DOCKER_CONFIG: directory, SSH_AUTH_SOCK: join(directory, 'agent'), ...env };
  return spawnSync(cli, args, { env: own, encoding: 'utf8', input: '' });
}

function isConnecting(stderr: string): boolean {
  return /cannot connect to the docker daemon/i.test(stderr);
}

test('a docker CLI is there to ask', () => {
  assert.notDeepEqual(clis, [], 'no docker on PATH and none in /usr/bin: install a docker CLI');
});

test('the oracle tells a bad line', () => {
  for (const { path } of clis) {
    assert.match(said(path, ['run', '--no-such-flag', 'x']).stderr, /unknown flag/);
    assert.match(said(path, ['run', '--publish', '1:2:3:4:5', 'x']).stderr, /invalid/i);
    assert.match(said(path, ['run', '--mount', 'type=bind,source=/a,b,target=/c', 'x']).stderr, /invalid/i);
    assert.equal(isConnecting(said(path, ['run', 'x']).stderr), true);
  }
});

/** The CLIs that can judge a line, each with the line as it can take it. */
function judges(args: readonly string[]): { cli: Cli; args: readonly string[]; env: Record<string, string> }[] {
  const needs = (flag: string): boolean => args.includes(flag);
  const able = needs('--secret') || needs('--ssh') || needs('--cache-to') ? clis.filter((cli) => cli.hasBuildKit) : clis;
  return able.map((cli) => ({
    cli,
    // Only buildx can export a cache.
    args: cli.hasBuildx ? args : without('--cache-to', args),
    env: cli.hasBuildKit ? { DOCKER_BUILDKIT: '1' } : {},
  }));
}

function without(flag: string, args: readonly string[]): string[] {
  return args.filter((word, index) => word !== flag && args[index - 1] !== flag);
}

for (const name of casesOf('plan')) {
  const one = readCase(join(fixtures, 'plan', name));
  test(`docker takes the line of ${name}`, async () => {
    await withWorld(join(fixtures, 'plan', name), one, async (world) => {
      const { commands } = await compileCase(one, world);
      const lines = commands.flatMap(({ argv, unless }) => [argv, ...(unless === undefined ? [] : [unless])]).filter(([program]) => program === 'docker');
      for (const [, ...line] of lines) {
        // A test has no terminal to give.
        const asked = judges(line.filter((word) => word !== '--tty'));
        assert.notDeepEqual(asked, [], 'no docker CLI here has BuildKit: install buildx, or docker 20.10');
        for (const { cli, args, env } of asked) {
          const { stderr } = said(cli.path, args, { ...world.env, ...env, DOCKER_HOST: nowhere });
          assert.equal(isConnecting(stderr), true, `${cli.path} ${args.join(' ')}\n${stderr}`);
        }
      }
    });
  });
}
