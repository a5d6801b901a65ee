import { type Command } from './docker/argv.ts';
import { quoteAll } from './quote.ts';

/**
 * The very arrays that a run executes. `shell`: one step a line, to be pasted into `sh`; `json`: kind,
 * argv and unless of each; `nul`: the run's argv, each word ended by a NUL byte, for `xargs -0`.
 */
export function print(commands: readonly Command[], format: 'shell' | 'json' | 'nul'): string {
  if (format === 'json') {
    const steps = commands.map(({ step, argv, unless }) => ({ kind: step.kind, argv, ...(unless === undefined ? {} : { unless }) }));
    return `${JSON.stringify({ steps })}\n`;
  }
  if (format === 'nul') return commands.filter((one) => one.step.kind === 'run').flatMap((one) => one.argv.map((word) => `${word}\0`)).join('');
  return commands.map(shellLine).join('');
}

function shellLine({ step, argv, unless }: Command): string {
  const comments = Object.keys(step.changed).map((name) => `# needs ${name} with host.docker.internal in place of the loopback host; it holds credentials and is not shown\n`);
  // docker's legacy builder writes its progress to stdout, where only the command's output belongs.
  const line = step.kind === 'build' ? `${quoteAll(argv)} >&2` : quoteAll(argv);
  const guard = unless === undefined ? '' : `${quoteAll(unless)} >/dev/null 2>&1 || `;
  return `${comments.join('')}${guard}${line}\n`;
}
