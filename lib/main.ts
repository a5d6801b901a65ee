import { parseArguments } from './cli/parse.ts';
import { type Given } from './cli/words.ts';
import { effectiveConfig } from './config/effective.ts';
import { type Request, toLayer, toRequest } from './config/given.ts';
import { fileLayers } from './config/layers.ts';
import { runOptions } from './config/options.ts';
import { readConfig } from './config/read.ts';
import { readVariables } from './config/variables.ts';
import { toCommands } from './docker/argv.ts';
import { executeSteps } from './docker/steps.ts';
import { ParaError, throwIfAny } from './error.ts';
import { isProgram, lookAt, readEndpoint, readGitDirectory, readHost, readIfThere } from './host.ts';
import { dockerfilePath } from './plan/image.ts';
import { sha256 } from './plan/names.ts';
import { pathsToLookAt } from './plan/paths.ts';
import { planRun } from './plan/run.ts';
import { workspaceRoot } from './plan/workspace.ts';
import { print } from './print.ts';
import { quoteAll } from './quote.ts';
import { noteLine, report } from './report.ts';
import { writeCacheFile } from './state.ts';
import { readPaint, write } from './terminal.ts';

/** para, from its arguments (without node and script) to its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const invocation = parseArguments(args);
    if (invocation.command === 'run') return await run(invocation.given, invocation.words);
    const host = readHost();
    const { helpText } = await import('./cli/help.ts');
    write(1, invocation.command === 'version' ? `${host.version}\n` : await helpText(invocation.topic));
    return 0;
  } catch (error) {
    if (!(error instanceof ParaError)) throw error;
    write(2, report(error.failures, await readPaint(args.includes('--no-color') ? false : undefined)));
    return args[0] === 'run' ? 125 : 2;
  }
}

/** READ, DECIDE, DO: the one place that knows the order. */
async function run(typed: readonly Given[], words: readonly string[]): Promise<number> {
  const host = readHost();
  const variables = readVariables(host.env, runOptions);
  throwIfAny(variables.failures);
  const request = toRequest([...variables.given, ...typed]);
  const found = await readConfig({ ...host, file: request.config, none: request.noConfig });
  const layers = [
    ...fileLayers(found, request.profile),
    toLayer('environment', variables.given, host.cwd),
    toLayer('option', typed, host.cwd),
  ];
  const config = effectiveConfig(layers, host);

  const root = workspaceRoot(config, found.root);
  const gitDirectory = root === undefined ? undefined : readGitDirectory(root);
  const facts = {
    paths: lookAt(pathsToLookAt(config, host, found.root, found.gitTop, gitDirectory)),
    endpoint: readEndpoint(host, config.context, sha256),
    gitDirectory,
    dockerfile: readIfThere(dockerfilePath(config, found.root)),
  };
  const plan = planRun({ config, request, host, facts, words, projectRoot: found.root, gitTop: found.gitTop });
  for (const file of plan.files) writeCacheFile(file);

  const commands = toCommands(plan.steps);
  await tell([...found.notes, ...variables.notes, ...plan.notes], commands, request);
  if (request.dryRun) {
    write(1, print(commands, request.format));
    return 0;
  }
  if (!isProgram(config.engine, host)) throwIfAny([{ id: 'engine-missing', engine: config.engine, at: config.origins['engine'] ?? { layer: 'default', key: 'docker.engine' } }]);
  const outcome = await executeSteps(plan.steps);
  if ('failure' in outcome) throwIfAny([outcome.failure]);
  return 'code' in outcome ? outcome.code : 125;
}

/** Notes, and with --verbose each docker line and why it is there: on stderr, before anything is done. */
async function tell(notes: readonly string[], commands: ReturnType<typeof toCommands>, request: Request): Promise<void> {
  if (request.quiet || (notes.length === 0 && !request.verbose)) return;
  const paint = await readPaint(request.color);
  write(2, notes.map((note) => noteLine(note, paint)).join(''));
  if (request.verbose) write(2, commands.map(({ argv, because }) => `${paint.dim(`# ${because}`)}\n${quoteAll(argv)}\n`).join(''));
}

