import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { effectiveConfig } from '../config/effective.ts';
import { type Layer } from '../config/layers.ts';
import { type WrittenEnvironment } from '../config/schema.ts';
import { type Host } from '../host.ts';
import { planEnvironment } from './environment.ts';
import { planProxies } from './proxy.ts';

function hostWith(env: Record<string, string>): Host {
  return {
    version: '1.0.0', platform: 'linux', cwd: '/home/ada/app', home: '/home/ada', uid: 1000, gid: 1000, user: 'ada', group: 'ada',
    env, stdinIsTty: false, stdoutIsTty: false, random: '0123456789', userConfig: '/home/ada/.config/para/config.json', cache: '/home/ada/.cache/para',
  };
}

/** The container's variables as docker gets them, for these layers (weakest first) on a host with these variables. */
function plan(layers: WrittenEnvironment[][], env: Record<string, string>, command?: string) {
  const host = hostWith(env);
  const written = layers.map((environment): Layer => ({ name: 'project', base: '/', origins: {}, value: { environment } }));
  const config = effectiveConfig([{ layers: written, failures: [] }], host);
  return planEnvironment(config, host, planProxies(host, { hostName: 'host.docker.internal' }, false), command, true);
}

function names(layers: WrittenEnvironment[][], env: Record<string, string>, command?: string): string[] {
  return plan(layers, env, command).variables.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));
}

const env = { TERM: 'xterm', LC_ALL: 'C', SHELL: '/bin/zsh', ANTHROPIC_API_KEY: 'k1', OPENAI_API_KEY: 'k2', AWS_B: '1', AWS_A: '2', EMPTY: '', GITHUB_TOKEN: 't' };
const keys = ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY'];

test('what the default groups bring', () => {
  assert.deepEqual(names([], env), ['TERM', 'LC_ALL', ...keys]);
  assert.deepEqual(names([], { ...env, SHELL: '/bin/bash' }), ['TERM', 'LC_ALL', 'SHELL', ...keys]);
  assert.deepEqual(names([], env, 'claude'), ['TERM', 'LC_ALL', 'ANTHROPIC_API_KEY']);
  assert.deepEqual(names([], env, './claude'), ['TERM', 'LC_ALL', ...keys]);
});

test('entries add to the groups, and removals take back', () => {
  const base = ['TERM', 'LC_ALL'];
  const table: [WrittenEnvironment[][], string[]][] = [
    [[['EMPTY', 'UNSET', 'A=1', 'B=x=y', 'C=']], [...base, ...keys, 'EMPTY', 'A=1', 'B=x=y', 'C=']],
    [[['AWS_*']], [...base, ...keys, 'AWS_A', 'AWS_B']],
    [[['AWS_*', '!AWS_B']], [...base, ...keys, 'AWS_A']],
    [[['!@keys']], base],
    [[['!@keys', 'OPENAI_API_KEY']], [...base, 'OPENAI_API_KEY']],
    [[['!OPENAI_API_KEY', '@keys']], [...base, 'ANTHROPIC_API_KEY']],
    [[['!OPENAI_API_KEY'], ['OPENAI_API_KEY']], [...base, 'ANTHROPIC_API_KEY', 'OPENAI_API_KEY']],
    [[['!@keys'], ['@keys']], [...base, ...keys]],
    [[['!@terminal', '!@keys', 'SHELL']], ['SHELL']],
    [[['A=1'], ['A=2']], [...base, ...keys, 'A=2']],
    [[['A=1'], ['A']], [...base, ...keys]],
    [[['!OPENAI_*']], [...base, 'ANTHROPIC_API_KEY']],
    [[[{ name: 'X', value: 'v' }, { name: 'AWS_A' }]], [...base, ...keys, 'X=v', 'AWS_A']],
  ];
  for (const [layers, expected] of table) assert.deepEqual(names(layers, env), expected, JSON.stringify(layers));
});

test('a required variable that is not set is a failure, one that is empty is none', () => {
  const { failures } = plan([[{ name: 'UNSET', required: true }, { name: 'EMPTY', required: true }]], env);
  assert.deepEqual(failures.map((one) => one.id === 'required-variable' && one.name), ['UNSET']);
});

test('a proxy on the loopback is rewritten; its credentials go by name only', () => {
  const table: [string, string | undefined, string | undefined][] = [
    ['http://127.0.0.1:3128', 'http://host.docker.internal:3128', undefined],
    ['http://localhost:3128/', 'http://host.docker.internal:3128/', undefined],
    ['socks5://[::1]:1080', 'socks5://host.docker.internal:1080', undefined],
    ['localhost:3128', 'host.docker.internal:3128', undefined],
    ['http://127.1.2.3', 'http://host.docker.internal', undefined],
    ['http://u:p@localhost:3128', undefined, 'http://u:p@host.docker.internal:3128'],
    ['http://u:p@proxy.example:3128', undefined, undefined],
    ['http://localhost.example:3128', undefined, undefined],
    ['http://10.0.0.1:3128', undefined, undefined],
  ];
  for (const [address, value, changed] of table) {
    const { variables, proxies } = plan([], { HTTP_PROXY: address });
    assert.deepEqual(variables, [{ name: 'HTTP_PROXY', value }], address);
    assert.equal(proxies[0]?.changed, changed, address);
  }
  assert.deepEqual(names([['!@proxy']], { HTTP_PROXY: 'http://localhost:1' }), []);
});

test('whatever the entries, no value of the host is in what docker is given', () => {
  const name = fc.constantFrom('ANTHROPIC_API_KEY', 'HTTP_PROXY', 'https_proxy', 'MY_TOKEN', 'LC_X', 'TERM', 'AWS_KEY');
  const entry = fc.oneof(name, name.map((one) => `!${one}`), fc.constantFrom('@keys', '@proxy', '@terminal', '!@keys', '!@proxy', 'AWS_*', 'MY_*', '!AWS_*'), name.map((one) => ({ name: one })));
  const secret = fc.constantFrom('s3cr3t', 'http://user:s3cr3t@127.0.0.1:1', 'http://s3cr3t@localhost');
  fc.assert(
    fc.property(fc.array(fc.array(entry)), fc.dictionary(name, secret), (layers, variables) => {
      const { variables: planned, notes, failures } = plan(layers, { ...variables });
      assert.equal(JSON.stringify([planned, notes, failures]).includes('s3cr3t'), false);
    }),
  );
});
