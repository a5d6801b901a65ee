// Bundles bin/para.ts into dist/para.cjs: CommonJS, which node starts about 10 ms faster than an ES
// module. It is started with `node --`: without that, node takes a script's own `--env-file FILE` for its
// own too, fails where the file is not there, and obeys a NODE_OPTIONS in it
// (https://github.com/nodejs/node/issues/54232). What is imported only when it is needed (`await import(…)`) becomes a file of its own
// beside it, since node compiles the whole of a file before it runs the first line. The licences of
// what is bundled go into a file beside them.
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What dynamic imports name, by the file it is bundled into. */
const lazy = new Map();

const splitDynamicImports = {
  name: 'split-dynamic-imports',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ kind, path, resolveDir, importer }) => {
      if (kind !== 'dynamic-import' || importer.includes('node_modules')) return undefined;
      const name = `${basename(path, '.ts')}.cjs`;
      lazy.set(name, path.startsWith('.') ? join(resolveDir, path) : path);
      return { path: `./${name}`, external: true };
    });
  },
};

const options = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  metafile: true,
  // cosmiconfig loads the compiler only for a TypeScript config, which para never reads.
  external: ['typescript'],
  // Loaded by require, not by node's slower loader of ES modules.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'para_module_url', PARA_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
};
// Without `--` node 20 takes an --env-file among a program's own arguments for itself: it refuses to start when that
// file is missing, and obeys a NODE_OPTIONS in it, which executes whatever a repository's .env names.
const shebang = '#!/usr/bin/env -S node --';
const url = 'const para_module_url = require("node:url").pathToFileURL(__filename).href;';

rmSync(join(root, 'dist'), { recursive: true, force: true });
const outfile = join(root, 'dist', 'para.cjs');
const { metafile } = await build({ ...options, entryPoints: ['bin/para.ts'], outfile, plugins: [splitDynamicImports], banner: { js: `${shebang}\n${url}` } });
chmodSync(outfile, 0o755);
const inputs = Object.keys(metafile.inputs);
for (const [name, entry] of lazy) {
  const stdin = { contents: `export * from ${JSON.stringify(entry)};`, resolveDir: root };
  const { metafile } = await build({ ...options, stdin, outfile: join(root, 'dist', name), banner: { js: url } });
  inputs.push(...Object.keys(metafile.inputs));
}
writeFileSync(join(root, 'dist', 'licenses.txt'), licenses());

/** The licence texts of the packages that the inputs belong to. */
function licenses() {
  const packages = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const texts = [...new Set(packages)].sort().map((directory) => {
    const file = readdirSync(join(root, directory)).find((name) => /^licen[cs]e/i.test(name));
    if (file === undefined) throw new Error(`${directory} has no licence file`);
    return `${directory.replace(/^.*node_modules\//, '')}\n\n${readFileSync(join(root, directory, file), 'utf8').trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
