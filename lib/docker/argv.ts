import { type BuildStep, type NameValue, type RunStep, type Step } from '../plan/plan.ts';
import { csvField, mountArguments } from './mount.ts';
import { publishValue } from './port.ts';

/** One docker invocation: what a dry run prints and a run executes. */
export type Command<S extends Step = Step> = {
  /** What it is to do, and why. */
  readonly step: S;
  /** Program and arguments. */
  readonly argv: readonly string[];
  /** Where this succeeds, `argv` need not run. */
  readonly unless?: readonly string[];
};

/** Each step's exact docker invocation. */
export function toCommands(steps: readonly Step[]): Command[] {
  return steps.map((step) => (step.kind === 'build' ? buildCommand(step) : runCommand(step)));
}

/** https://docs.docker.com/reference/cli/docker/container/run/ */
function runCommand(step: RunStep): Command<RunStep> {
  const argv = [
    ...program(step),
    'run',
    ...(step.remove ? ['--rm'] : []),
    '--init',
    ...(step.detach ? ['--detach'] : []),
    ...(step.interactive ? ['--interactive'] : []),
    // Left to itself docker swallows ctrl-p, the start of its key to detach: these keys nobody types.
    ...(step.tty ? ['--tty', '--detach-keys', 'ctrl-^,ctrl-@'] : []),
    ...optional('--pull', step.pull),
    ...optional('--platform', step.platform),
    '--name', step.name,
    ...step.labels.flatMap((label) => ['--label', assigned(label)]),
    ...(step.keepId ? ['--userns', 'keep-id'] : []),
    ...optional('--user', step.user),
    ...optional('--workdir', step.workdir),
    ...step.environment.flatMap((variable) => ['--env', assigned(variable)]),
    ...step.envFiles.flatMap((file) => ['--env-file', file]),
    ...step.mounts.flatMap(mountArguments),
    ...optional('--network', step.network),
    ...step.addHosts.flatMap((host) => ['--add-host', host]),
    ...step.publish.flatMap((port) => ['--publish', publishValue(port)]),
    ...optional('--cpus', step.cpus),
    ...optional('--memory', step.memory),
    ...optional('--shm-size', step.shmSize),
    ...optional('--pids-limit', step.pids?.toString()),
    ...optional('--gpus', step.gpus),
    ...(step.privileged ? ['--privileged'] : []),
    ...(step.readOnlyRoot ? ['--read-only'] : []),
    ...step.capDrop.flatMap((capability) => ['--cap-drop', capability]),
    ...step.capAdd.flatMap((capability) => ['--cap-add', capability]),
    ...step.securityOptions.flatMap((option) => ['--security-opt', option]),
    ...(step.command.length > 0 ? ['--entrypoint', ''] : []),
    ...step.args,
    step.image,
    ...step.command,
  ];
  return { step, argv };
}

/** https://docs.docker.com/reference/cli/docker/buildx/build/ and, without buildx, docker's legacy builder. */
function buildCommand(step: BuildStep): Command<BuildStep> {
  const argv = [
    ...program(step),
    'build',
    '--tag', step.tag,
    '--file', step.dockerfile,
    // The legacy builder leaves the container of a failed step behind without it.
    '--force-rm',
    ...(step.noCache ? ['--no-cache'] : []),
    ...(step.pull ? ['--pull'] : []),
    ...optional('--platform', step.platform),
    ...optional('--target', step.target),
    ...optional('--network', step.network),
    ...step.addHosts.flatMap((host) => ['--add-host', host]),
    ...step.args.flatMap((arg) => ['--build-arg', assigned(arg)]),
    ...step.secrets.flatMap(({ id, src, env }) => ['--secret', [`id=${id}`, ...(src === undefined ? [] : [`src=${src}`]), ...(env === undefined ? [] : [`env=${env}`])].map(csvField).join(',')]),
    ...step.ssh.flatMap((key) => ['--ssh', key]),
    ...step.cacheFrom.flatMap((source) => ['--cache-from', source]),
    ...step.cacheTo.flatMap((destination) => ['--cache-to', destination]),
    ...step.labels.flatMap((label) => ['--label', assigned(label)]),
    step.context,
  ];
  const unless = step.onlyIfMissing ? { unless: [...program(step), 'image', 'inspect', step.tag] } : {};
  return { step, argv, ...unless };
}

/** The engine and the options every call of it starts with. */
export function program({ engine, engineContext }: Pick<Step, 'engine' | 'engineContext'>): string[] {
  return [engine, ...optional('--context', engineContext)];
}

function optional(flag: string, value: string | undefined): string[] {
  return value === undefined ? [] : [flag, value];
}

function assigned({ name, value }: NameValue): string {
  return value === undefined ? name : `${name}=${value}`;
}
