import { parseArguments } from './cli/parse.ts';
import { type Given } from './cli/words.ts';
import { compileRun } from './compile.ts';
import { type Request } from './config/given.ts';
import { type Command, toCommands } from './docker/argv.ts';
import { isProgram } from './docker/observe.ts';
import { executeCommands } from './docker/steps.ts';
import { ParaError, throwIfAny } from './error.ts';
import { readHost } from './host.ts';
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

/** READ and DECIDE, then DO: print the commands or execute them. */
async function run(typed: readonly Given[], words: readonly string[]): Promise<number> {
  const host = readHost();
  const { request, config, plan } = await compileRun(host, typed, words);
  for (const file of plan.files) writeCacheFile(file);
  const commands = toCommands(plan.steps);
  await tell(plan.notes, commands, request);
  if (request.dryRun) {
    write(1, print(commands, request.format));
    return 0;
  }
  const at = config.origins['engine'] ?? { layer: 'default', key: 'docker.engine' };
  if (!isProgram(config.engine, host)) throwIfAny([{ id: 'engine-missing', engine: config.engine, at }]);
  const outcome = await executeCommands(commands);
  if ('failure' in outcome) throw new ParaError([outcome.failure]);
  return outcome.code;
}

/** Notes, and with --verbose each docker line and why it is there: on stderr, before anything is done. */
async function tell(notes: readonly string[], commands: readonly Command[], request: Request): Promise<void> {
  if (request.quiet || (notes.length === 0 && !request.verbose)) return;
  const paint = await readPaint(request.color);
  write(2, notes.map((note) => noteLine(note, paint)).join(''));
  if (request.verbose) write(2, commands.map(({ step, argv }) => `${paint.dim(`# ${step.because}`)}\n${quoteAll(argv)}\n`).join(''));
}

