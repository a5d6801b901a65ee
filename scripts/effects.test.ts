import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './effects.ts';

/** A file, what is in it, and the complaints, without the file's name. */
const cases: readonly [path: string, source: string, complaints: readonly string[]][] = [
  ['lib/plan/x.ts', 'export const home = process.env.HOME;', ['uses process, outside the effect rooms']],
  ['lib/plan/x.ts', 'export const now = () => new Date();', ['uses Date, outside the effect rooms']],
  ['lib/plan/x.ts', 'export const now = () => Date.now();', ['uses Date, outside the effect rooms']],
  ['lib/plan/x.ts', 'export const dice = Math.random();', ['uses Math.random, outside the effect rooms']],
  ['lib/plan/x.ts', 'export const p = globalThis.process;', ['uses globalThis, outside the effect rooms']],
  ['lib/plan/x.ts', 'setTimeout(() => fetch("x"), 1);', ['uses fetch, outside the effect rooms', 'uses setTimeout, outside the effect rooms']],
  ['lib/plan/x.ts', 'import { readFileSync } from "node:fs";\nreadFileSync("x");', ['imports node:fs, outside the effect rooms']],
  ['lib/plan/x.ts', 'import {\n  homedir,\n} from "node:os";\nhomedir();', ['imports node:os, outside the effect rooms']],
  ['lib/plan/x.ts', 'import { randomBytes } from "node:crypto";\nrandomBytes(1);', ['imports node:crypto, outside the effect rooms']],
  ['lib/plan/x.ts', 'import * as crypto from "node:crypto";\ncrypto.createHash("md5");', ['imports node:crypto, outside the effect rooms']],
  ['lib/plan/x.ts', 'export { spawn } from "node:child_process";', ['imports node:child_process, outside the effect rooms']],
  ['lib/plan/x.ts', 'import "execa";', ['imports execa, outside the effect rooms']],
  ['lib/plan/x.ts', 'export const run = async () => (await import("execa")).execa;', ['imports execa, outside the effect rooms']],
  ['lib/cli/parse.ts', 'import yargs from "yargs";\nyargs();', ['imports yargs, outside the effect rooms']],
  ['lib/plan/x.ts', 'import { lookAt } from "../host.ts";\nlookAt([]);', ['calls the effect room lib/host.ts', 'imports lib/host.ts, against the direction']],
  ['lib/config/layers.ts', 'import { readConfig } from "./read.ts";\nreadConfig();', ['calls the effect room lib/config/read.ts']],
  ['lib/config/x.ts', 'import { toCommands } from "../docker/argv.ts";\ntoCommands([]);', ['imports lib/docker/argv.ts, against the direction']],
  ['lib/docker/x.ts', 'import { defaults } from "../config/schema.ts";\nexport { defaults };', ['imports lib/config/schema.ts, against the direction']],
  ['lib/plan/x.ts', 'import { toCommands } from "../docker/argv.ts";\ntoCommands([]);', ['imports lib/docker/argv.ts, against the direction']],
  ['lib/new/x.ts', '', ['has no rule; say in scripts/effects.ts what it may import']],

  ['lib/plan/x.ts', '// process.env\n/* Date.now() */ export const a = "process.env", b = `fetch(\nimport "execa";\n)`, c = /process/;', []],
  ['lib/plan/x.ts', 'export const f = (process: { env: string }, x: { Date: number }) => process.env + x.Date;', []],
  ['lib/plan/x.ts', 'import { type Host } from "../host.ts";\nimport type { Config } from "../config/config.ts";\nexport const f = (h: Host, c: Config, p: NodeJS.Platform) => [h, c, p];', []],
  ['lib/plan/x.ts', 'import { join } from "node:path";\nimport { createHash } from "node:crypto";\nexport const f = [join, createHash];', []],
  ['lib/plan/x.ts', 'import { publishValue } from "../docker/port.ts";\npublishValue();', []],
  ['lib/host.ts', 'import { statSync } from "node:fs";\nexport const f = () => [process.env, Date.now(), statSync("/")];', []],
  ['bin/para.ts', 'process.exitCode = 1;', []],
];

for (const [path, source, complaints] of cases) {
  test(`${path}: ${source.replaceAll('\n', ' ')}`, () => {
    assert.deepEqual(violations({ [path]: source }), complaints.map((one) => `${path}: ${one}`));
  });
}
