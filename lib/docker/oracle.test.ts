import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { casesOf, fixtures, readCase, withWorld } from '../testing/case.ts';
import { compileCase } from '../testing/golden.ts';

// docker parses every flag before it looks for its engine: with one that cannot be reached, a good line
// ends in "Cannot connect" and a bad one in "unknown flag" or "invalid argument".
const nowhere = 'unix:///nonexistent/docker.sock';

const clis = [...new Set((process.env['PATH'] ?? '').split(delimiter).flatMap((directory) => {
  const path = join(directory, 'docker');
  try {
    accessSync(path, constants.X_OK);
    return [realpathSync(path)];
  } catch {
    return [];
  }
}))];

/** What docker says to a line; its last, for a build may warn before. */
function verdict(cli: string, args: readonly string[]): string {
  const env = { ...process.env, DOCKER_HOST: nowhere, DOCKER_CONTEXT: undefined };
  const { stderr } = spawnSync(cli, args, { env, encoding: 'utf8', input: '' });
  return stderr;
}

/** What only a builder with BuildKit can do; without one these are unknown flags. */
function needsBuildKit(args: readonly string[]): boolean {
  return ['--secret', '--ssh', '--cache-to'].some((flag) => args.includes(flag));
}

test('a docker CLI is there to ask', () => {
  assert.notDeepEqual(clis, [], 'no docker on PATH: install a docker CLI');
});

test('the oracle tells a bad line', () => {
  for (const cli of clis) {
    assert.match(verdict(cli, ['run', '--no-such-flag', 'x']), /unknown flag/);
    assert.match(verdict(cli, ['run', '--publish', '1:2:3:4:5', 'x']), /invalid/i);
    assert.match(verdict(cli, ['run', 'x']), /cannot connect to the docker daemon/i);
  }
});

for (const name of casesOf('plan')) {
  const directory = join(fixtures, 'plan', name);
  test(`docker takes the line of ${name}`, async () => {
    await withWorld(directory, readCase(directory), async (world) => {
      const { commands } = await compileCase(readCase(directory), world);
      for (const { argv, unless } of commands.filter((one) => one.argv[0] === 'docker')) {
        for (const line of [argv, ...(unless === undefined ? [] : [unless])]) {
          // A context of the case's own is not known to this docker; the rest of the line is the same.
          // Nor has a test a terminal to give.
          const args = line.slice(1).filter((word, index, all) => !['--context', '--tty'].includes(word) && all[index - 1] !== '--context');
          for (const cli of clis.filter(() => !needsBuildKit(args))) assert.match(verdict(cli, args), /cannot connect to the docker daemon/i, `${cli} ${args.join(' ')}`);
        }
      }
    });
  });
}
