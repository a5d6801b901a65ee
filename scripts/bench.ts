import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '30' } } });
const rounds = Number(values.runs);
if (!Number.isInteger(rounds) || rounds < 3) throw new Error('--runs takes a number from 3');

const bin = resolve('dist/para.cjs');
const directory = mkdtempSync(join(realpathSync(tmpdir()), 'para-bench-'));
const [home, project] = [join(directory, 'home'), join(directory, 'project')];
for (const one of [home, project]) mkdirSync(one);
const { PATH = '', DOCKER_HOST } = process.env;
const env = { PATH, HOME: home, ...(DOCKER_HOST === undefined ? {} : { DOCKER_HOST }) };
const big = join(directory, 'big');

/** Runs to the end and returns milliseconds, or throws when it went wrong. */
function time(argv: readonly string[], input?: string): Promise<number> {
  const [file = '', ...args] = argv;
  const stdin = input === undefined ? 'ignore' : openSync(input, 'r');
  const begun = process.hrtime.bigint();
  return new Promise((done, fail) => {
    const child = spawn(file, args, { cwd: project, env, stdio: [stdin, 'ignore', 'inherit'] });
    child.on('error', fail);
    child.on('close', (code) => {
      if (typeof stdin === 'number') closeSync(stdin);
      if (code === 0) done(Number(process.hrtime.bigint() - begun) / 1e6);
      else fail(new Error(`${argv.join(' ')}: ${code}`));
    });
  });
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Each round runs all of them, in an order that turns: what slows the machine down slows all of them. */
async function interleave(count: number, tasks: readonly (() => Promise<number>)[]): Promise<number[][]> {
  const results: number[][] = tasks.map(() => []);
  for (const task of tasks) await task();
  for (let round = 0; round < count; round++) {
    for (let turn = 0; turn < tasks.length; turn++) {
      const which = (round + turn) % tasks.length;
      results[which]!.push(await tasks[which]!());
    }
  }
  return results;
}

function line(what: string, measured: string, goal: string): void {
  console.log(`${what.padEnd(58)} ${measured.padStart(10)}   ${goal}`);
}

const milliseconds = (number: number): string => `${number.toFixed(1)} ms`;
const para = (...words: string[]): string[] => [process.execPath, '--', bin, 'run', '--image', 'busybox:latest', ...words];

/** The very line that para runs, its container with a name of its own each time. */
function byHand(...words: string[]): () => string[] {
  const { stdout } = spawnSync(process.execPath, [...para('--dry-run', '--format', 'json', ...words).slice(1)], { cwd: project, env, encoding: 'utf8' });
  const { steps } = JSON.parse(stdout) as { steps: { argv: string[] }[] };
  const argv = steps.at(-1)!.argv;
  const name = argv[argv.indexOf('--name') + 1]!;
  let count = 0;
  return () => {
    count += 1;
    return argv.map((word) => word.replaceAll(name, `${name}-${count}`));
  };
}

async function startUp(): Promise<void> {
  const [node = [], dry = []] = await interleave(rounds, [() => time([process.execPath, '-e', '0']), () => time(para('--dry-run', 'true'))]);
  line('node -e 0', milliseconds(median(node)), '');
  line('para run --dry-run -- true', milliseconds(median(dry)), '');
  line('  over node -e 0, median of pairs', median(dry.map((one, round) => one / node[round]!)).toFixed(2), 'goal: at most 1.6');
}

async function overhead(): Promise<void> {
  const hand = byHand('true');
  const [node = [], direct = [], ours = []] = await interleave(rounds, [() => time([process.execPath, '-e', '0']), () => time(hand()), () => time(para('true'))]);
  line('docker run …, as typed by hand', milliseconds(median(direct)), '');
  line('para run -- true', milliseconds(median(ours)), '');
  const more = ours.map((one, round) => one - direct[round]!);
  line('  more than docker alone, median of pairs', milliseconds(median(more)), '');
  line('  in units of node -e 0', (median(more) / median(node)).toFixed(2), 'goal: at most 2.5');
}

/** Counts what para starts, with a docker on PATH that writes down that it was called. */
async function processes(): Promise<void> {
  const [log, fake] = [join(directory, 'calls'), join(directory, 'docker')];
  writeFileSync(fake, `#!/bin/sh\necho call >>'${log}'\nPATH='${PATH}' exec docker "$@"\n`);
  chmodSync(fake, 0o755);
  writeFileSync(log, '');
  env.PATH = `${directory}:${PATH}`;
  await time(para('true'));
  env.PATH = PATH;
  line('docker processes of a run that builds nothing', String(readFileSync(log, 'utf8').split('\n').length - 1), 'goal: 1');
}

async function throughput(): Promise<void> {
  const megabytes = 256;
  writeFileSync(big, Buffer.alloc(megabytes * 1024 * 1024, 'a line of text that is not all the same\n'));
  const hand = byHand('sha256sum');
  const count = Math.max(3, Math.min(7, Math.round(rounds / 5)));
  const [direct = [], ours = []] = await interleave(count, [() => time(hand(), big), () => time(para('sha256sum'), big)]);
  const speed = (one: number): string => `${((megabytes * 1000) / one).toFixed(0)} MiB/s`;
  line(`docker run … sha256sum of ${megabytes} MiB, as typed by hand`, speed(median(direct)), '');
  line(`para run -- sha256sum of ${megabytes} MiB`, speed(median(ours)), '');
  line("  of docker's own speed, median of pairs", median(direct.map((one, round) => one / ours[round]!)).toFixed(2), 'goal: at least 0.9');
}

try {
  await startUp();
  await overhead();
  await processes();
  await throughput();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
