import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArguments } from '../cli/parse.ts';
import { compileRun } from '../compile.ts';
import { type Command, toCommands } from '../docker/argv.ts';
import { type Host } from '../host.ts';
import { checksum, shortHash } from '../hash.ts';
import { type Plan } from '../plan/plan.ts';
import { type Case, type World } from './case.ts';

/** The names of a case's golden files. `notes` is there only where there are any. */
export const goldenNames = ['argv', 'notes'] as const;
export type Goldens = { readonly argv: string; readonly notes: string };

export type CompiledCase = { readonly plan: Plan; readonly commands: readonly Command[] };

/** para, up to the point where something would be done, on a machine that is always the same. */
export async function compileCase({ host }: Case, world: World): Promise<CompiledCase> {
  const invocation = parseArguments(world.args);
  if (invocation.command !== 'run') throw new Error('a golden case is a run');
  const { plan } = await compileRun({ ...usualHost(world), ...host }, invocation.given, invocation.words);
  return { plan, commands: toCommands(plan.steps) };
}

function usualHost({ root, cwd, env }: World): Host {
  return {
    version: '1.0.0',
    platform: 'linux',
    cwd,
    home: join(root, 'home'),
    uid: 1000,
    gid: 1000,
    user: 'ada',
    group: 'ada',
    env,
    stdinIsTty: false,
    stdoutIsTty: false,
    random: '0123456789',
    userConfig: join(root, 'home/.config/para/config.json'),
    cache: join(root, 'cache'),
  };
}

/** What the golden files should hold. */
export function goldensOf({ plan, commands }: CompiledCase, root: string): Goldens {
  const show = fixed(plan, root);
  const argv = commands.map(({ step, argv, unless }) => [
    `[${step.kind}: ${show(step.because)}]`,
    ...(unless === undefined ? [] : [...unless.map(show), '[else]']),
    ...argv.map((word) => line(show(word))),
    ...Object.entries(step.changed).map(([name, value]) => `[docker's own ${name}: ${value}]`),
  ].join('\n'));
  return { argv: `${argv.join('\n\n')}\n`, notes: plan.notes.map((note) => `${show(note)}\n`).join('') };
}

/** Gives what changes from run to run a name. A hash that is not of what it should be of stays, and differs. */
function fixed(plan: Plan, root: string): (word: string) => string {
  const labels = plan.steps.flatMap((step) => step.labels);
  const projectRoot = labels.find((label) => label.name === 'para.root')?.value ?? '';
  return (word) => {
    const hashed = plan.files.reduce((text, file) => text.replaceAll(`/${checksum(file.text)}/`, '/$HASH/'), word);
    return hashed
      .replaceAll(`-${shortHash(projectRoot)}:`, '-$ID:')
      .replace(/(?<=-\$ID:)[0-9a-f]{12}$/, '$FINGERPRINT')
      .replace(/^para\.config=[0-9a-f]{12}$/, 'para.config=$CONFIG')
      .replaceAll(`${root}/cache`, '$CACHE')
      .replaceAll(root, '$ROOT');
  };
}

/** One argument on one line: as JSON where it would not be seen, or would look like something else. */
function line(word: string): string {
  return /^$|^["[\s]|\s$|[\x00-\x1f\x7f-\x9f]/.test(word) ? JSON.stringify(word) : word;
}

/** The golden files as they are; undefined for one that is missing. */
export function readGoldens(directory: string): { argv: string | undefined; notes: string } {
  return { argv: read(join(directory, 'argv')), notes: read(join(directory, 'notes')) ?? '' };
}

export function writeGoldens(directory: string, goldens: Goldens): void {
  for (const name of goldenNames) writeOrRemove(join(directory, name), goldens[name]);
}

export function writeOrRemove(path: string, text: string): void {
  if (text === '') rmSync(path, { force: true });
  else writeFileSync(path, text);
}

export function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
