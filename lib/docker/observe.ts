import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { type Host } from '../host.ts';

/** Why docker's own exit code 125 came back. */
export type Diagnosis =
  /** The command ran and 125 is its own code. */
  | { readonly is: 'own-code' }
  | { readonly is: 'engine-silent'; readonly detail: string }
  | { readonly is: 'image-missing' }
  | { readonly is: 'other' };

/**
 * Asks the engine what went wrong, after the fact: whether it answers, whether the container ever
 * started (from its event log, which outlives the container), whether the image is there.
 */
export async function diagnose(program: readonly string[], session: string, image: string): Promise<Diagnosis> {
  const silent = await engineProblem(program);
  if (silent !== undefined) return { is: 'engine-silent', detail: silent };
  if (await hasHappened(program, session, 'start')) return { is: 'own-code' };
  const inspected = await ask([...program, 'image', 'inspect', image]);
  return { is: inspected.code === 0 ? 'other' : 'image-missing' };
}

/** All events so far, then an end. podman says so differently. */
function past([engine = '']: readonly string[]): string[] {
  if (/(^|[/\\])podman[^/\\]*$/.test(engine)) return ['--since', '24h', '--stream=false'];
  return ['--since', '1', '--until', (Date.now() / 1000).toFixed(3)];
}

/** What tells a run's container: the label alone is also on a container of an image committed from it. */
export type Run = { readonly session: string; readonly name: string };

/**
 * The id of a run's container, in whatever state; undefined when there is none. An engine finishes a
 * creation whose client is gone: what `mayComeLate` and was not created yet is waited for.
 */
export async function findContainer(program: readonly string[], { session, name }: Run, mayComeLate: boolean): Promise<string | undefined> {
  const filters = ['--filter', `label=para.session=${session}`, '--filter', `name=^/?${name.replaceAll('.', '\\.')}$`];
  const isComing = mayComeLate && !(await hasHappened(program, session, 'create'));
  const deadline = Date.now() + (isComing ? 2000 : 0);
  for (;;) {
    const { output } = await ask([...program, 'ps', '--all', '--quiet', '--no-trunc', ...filters]);
    if (output.trim() !== '' || Date.now() >= deadline) return output.trim() || undefined;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits, five seconds at most, for a removal that the engine itself had begun: `rm` refuses to wait for that. */
export async function waitUntilGone(program: readonly string[], run: Run): Promise<void> {
  const deadline = Date.now() + 5000;
  while (Date.now() < deadline && (await findContainer(program, run, false)) !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether a run's container runs; undefined when the engine does not say. */
export async function isRunning(program: readonly string[], session: string): Promise<boolean | undefined> {
  const { code, output } = await ask([...program, 'ps', '--quiet', '--filter', `label=para.session=${session}`]);
  return code === 0 ? output.trim() !== '' : undefined;
}

async function hasHappened(program: readonly string[], session: string, event: 'create' | 'start'): Promise<boolean> {
  const { code, output } = await ask([...program, 'events', ...past(program), '--filter', `label=para.session=${session}`, '--filter', `event=${event}`, '--format', '{{json .}}']);
  return code === 0 && output.trim() !== '';
}

/** Whether the engine answers at all; undefined when it does, else the last line of what the CLI said. */
export async function engineProblem(program: readonly string[]): Promise<string | undefined> {
  const version = await ask([...program, 'version', '--format', '{{.Server.Version}}']);
  return version.code === 0 ? undefined : version.errors;
}

async function ask(argv: readonly string[]): Promise<{ code: number; output: string; errors: string }> {
  const { execa } = await import('execa');
  const [file = '', ...args] = argv;
  const result = await execa(file, args, { stdin: 'ignore', reject: false, timeout: 20_000, detached: true });
  const lines = (result.stderr ?? '').trim().split('\n');
  return { code: result.exitCode ?? 1, output: result.stdout ?? '', errors: lines.at(-1) ?? '' };
}

/** Whether the engine's program is there: by its path, or somewhere on PATH. */
export function isProgram(program: string, host: Host): boolean {
  if (/[/\\]/.test(program)) return isExecutable(resolve(host.cwd, program));
  const suffixes = host.platform === 'win32' ? ['.exe', '.cmd', '.bat', ''] : [''];
  const directories = (host.env['PATH'] ?? '').split(delimiter).filter((one) => one !== '');
  return directories.some((directory) => suffixes.some((suffix) => isExecutable(join(directory, program + suffix))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
