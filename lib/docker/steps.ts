import { constants } from 'node:os';
import { type Failure } from '../error.ts';
import { type BuildStep, type RunStep } from '../plan/plan.ts';
import { type Command, program } from './argv.ts';
import { createExecutor, type Ending, type Executor } from './execute.ts';
import { diagnose, engineProblem, findContainer, isRunning, waitUntilGone } from './observe.ts';

/** A process exit code, or why para failed. */
export type Outcome = { readonly code: number } | { readonly failure: Failure };

/** Executes the commands in order and stops at the first that does not end well. */
export async function executeCommands(commands: readonly Command[]): Promise<Outcome> {
  const executor = await createExecutor();
  let outcome: Outcome = { code: 0 };
  for (const command of commands) {
    const stopped = stoppedBy(executor);
    if (stopped !== undefined) return stopped;
    outcome = await (isBuild(command) ? build(command, executor) : run(command as Command<RunStep>, executor));
    if ('failure' in outcome || outcome.code !== 0) return outcome;
  }
  return outcome;
}

/** The end of a para that got a signal. */
function stoppedBy(executor: Executor): { code: number } | undefined {
  const signal = executor.signal();
  return signal === undefined ? undefined : { code: 128 + constants.signals[signal] };
}

function isBuild(command: Command): command is Command<BuildStep> {
  return command.step.kind === 'build';
}

async function build({ step, argv, unless }: Command<BuildStep>, executor: Executor): Promise<Outcome> {
  if (unless !== undefined && (await executor.execute(unless, 'silent')).code === 0) return { code: 0 };
  const unwanted = stoppedBy(executor);
  if (unwanted !== undefined) return unwanted;
  const { code, reason } = await executor.execute(argv, 'progress', { changed: step.changed });
  const stopped = stoppedBy(executor);
  if (stopped !== undefined) return stopped;
  if (code === 0) return { code: 0 };
  if (reason !== undefined && code === 125) return { failure: { id: 'spawn-failed', engine: step.engine, reason } };
  const silent = await engineProblem(program(step));
  if (silent !== undefined) return { failure: { id: 'engine-silent', engine: step.engine, detail: silent } };
  return { failure: { id: 'build-failed', engine: step.engine, dockerfile: step.dockerfile, code } };
}

async function run({ step, argv }: Command<RunStep>, executor: Executor): Promise<Outcome> {
  const { changed, session } = step;
  const ending = await executor.execute(argv, 'data', { changed, isRunning: () => isRunning(program(step), session) });
  if (ending.reason !== undefined && ending.code === 125) return { failure: { id: 'spawn-failed', engine: step.engine, reason: ending.reason } };
  const failure = ending.code === 125 ? await explain(step) : undefined;
  if (failure?.id !== 'engine-silent' && isAbandoned(step, ending)) await remove(step, ending, executor);
  if (failure !== undefined) return { failure };
  // What para killed for a signal ends as the signal says.
  return (ending.reason === 'SIGKILL' ? stoppedBy(executor) : undefined) ?? { code: ending.code };
}

/**
 * Whether the container may have outlived the client. Only 0 proves the end of the command: a client
 * whose output pipe was closed ends with 1 like any command, and its container goes on.
 */
function isAbandoned(step: RunStep, ending: Ending): boolean {
  return ending.code !== 0 && (!step.detach || ending.reason !== undefined);
}

/**
 * Ends the container and, unless it is to be kept, removes it with its anonymous volumes. By its id:
 * where docker refused a name that is taken, the container of that name is somebody else's.
 */
async function remove(step: RunStep, ending: Ending, executor: Executor): Promise<void> {
  const mayComeLate = ending.reason !== undefined || executor.signal() !== undefined;
  const id = await findContainer(program(step), step, mayComeLate);
  if (id === undefined) return;
  const end = step.remove ? ['rm', '--force', '--volumes', id] : ['kill', id];
  await executor.execute([...program(step), ...end], 'silent');
  if (step.remove) await waitUntilGone(program(step), step);
}

/** docker's 125 in para's words; undefined when it was the command's own code. */
async function explain(step: RunStep): Promise<Failure | undefined> {
  const { engine, image, session } = step;
  const diagnosis = await diagnose(program(step), session, image);
  switch (diagnosis.is) {
    case 'own-code':
      return undefined;
    case 'engine-silent':
      return { id: 'engine-silent', engine, detail: diagnosis.detail };
    case 'image-missing':
      return { id: 'image-missing', engine, image };
    case 'other':
      return { id: 'run-failed', engine };
  }
}
