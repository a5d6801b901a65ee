import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

test('the packed package installs and runs', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'para-package-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const [source, prefix, elsewhere] = ['source', 'prefix', 'elsewhere'].map((name) => join(directory, name)) as [string, string, string];
  const run = (cwd: string, file: string, ...args: string[]): string => execFileSync(file, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const para = (...args: string[]): string => run(elsewhere, 'env', `HOME=${directory}`, join(prefix, 'bin', 'para'), ...args);
  mkdirSync(elsewhere);

  // Packed from a copy: packing builds, and other tests run what is built.
  for (const name of ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'tsconfig.json', 'bin', 'lib', 'scripts']) cpSync(join(root, name), join(source, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(source, 'node_modules'));
  run(source, 'npm', 'pack', '--silent', '--pack-destination', directory);
  const tarball = join(directory, `para-${version}.tgz`);

  const files = run(directory, 'tar', '-tzf', tarball).trim().split('\n').map((path) => path.replace(/^package\//, ''));
  const built = files.filter((path) => /^dist\/[a-z]+\.cjs$/.test(path));
  assert.deepEqual(files.filter((path) => !built.includes(path)).sort(), ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist/licenses.txt', 'lib/config/para.schema.json', 'package.json']);
  assert.ok(built.includes('dist/para.cjs'));

  run(elsewhere, 'npm', 'install', '--global', '--prefix', prefix, '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball);
  assert.equal(para('--version'), `${version}\n`);
  assert.match(para('run', '--help'), /^Usage: para run \[options\]/);
  assert.match(para('run', '--dry-run', '--no-config', '--image', 'busybox', 'true'), /^docker run --rm .* busybox true\n$/);

  // Everything is in the bundle: it runs without its dependencies as well.
  rmSync(join(prefix, 'lib', 'node_modules', 'para', 'node_modules'), { recursive: true, force: true });
  assert.deepEqual(readdirSync(join(prefix, 'lib', 'node_modules')), ['para']);
  assert.match(para('run', '--dry-run', '--image', 'busybox', 'true'), / busybox true\n$/);
});
