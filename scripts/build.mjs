// Bundles bin/para.ts and everything it imports into one CommonJS file: node starts
// it about 10 ms faster than the same code as an ES module.
import { chmodSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outfile = `${root}dist/para.cjs`;
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

await build({
  absWorkingDir: root,
  entryPoints: ['bin/para.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // cosmiconfig loads the compiler only for a TypeScript config, which para never reads.
  external: ['typescript'],
  mainFields: ['module', 'main'],
  define: { 'import.meta.url': 'para_module_url', PARA_VERSION: JSON.stringify(version) },
  banner: { js: '#!/usr/bin/env node\nconst para_module_url = require("node:url").pathToFileURL(__filename).href;' },
  logLevel: 'warning',
});
chmodSync(outfile, 0o755);
