import { constants } from 'node:os';
import { hasControllingTerminal } from '../terminal.ts';

/** How a docker process ended: its exit code, or 128+n for the signal n that ended it. */
export type Ending = {
  readonly code: number;
  /** It did not end by itself: it was killed, or could not be started. */
  readonly reason?: string | undefined;
};

/** Runs docker processes one after the other, passing on the signals para gets meanwhile. */
export type Executor = {
  /** `data` leaves stdin and stdout to the process as they are; `progress` sends its stdout to stderr; `silent` shows nothing. */
  readonly execute: (argv: readonly string[], streams: 'data' | 'progress' | 'silent', more?: More) => Promise<Ending>;
  /** The signal para got, if any. */
  readonly signal: () => NodeJS.Signals | undefined;
};

type More = {
  /** Variables that the process gets changed. */
  readonly changed?: Readonly<Record<string, string>>;
  /** Whether the container runs, so that a signal can be passed on to it; undefined: nobody knows. */
  readonly isRunning?: () => Promise<boolean | undefined>;
};

/** What may end a process that does not expect it, and can be caught. */
const passedOn = ['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGINT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const;

/**
 * Signals to para go to the docker client, which passes them to the command. INT comes from the
 * terminal and reaches the client without para; only where there is no terminal is it passed on too.
 * A client whose container does not run yet is killed instead: it would pass on nothing, and dies of
 * some signals with a dump of its stack. para outlives the client in every case, to clean up behind it.
 */
export async function createExecutor(): Promise<Executor> {
  const { execa } = await import('execa');
  let kill: ((signal: NodeJS.Signals) => unknown) | undefined;
  let received: NodeJS.Signals | undefined;
  const pass = (signal: NodeJS.Signals): void => {
    received ??= signal;
    if (signal !== 'SIGINT' || !hasControllingTerminal()) kill?.(signal);
  };
  for (const signal of passedOn) process.on(signal, pass);

  return {
    signal: () => received,
    async execute(argv, streams, { changed = {}, isRunning } = {}) {
      const [file = '', ...args] = argv;
      const stdin = streams === 'data' ? 'inherit' : 'ignore';
      const stdout = streams === 'data' ? 'inherit' : streams === 'progress' ? 2 : 'ignore';
      const child = execa(file, args, {
        stdio: [stdin, stdout, streams === 'silent' ? 'ignore' : 'inherit'],
        env: changed,
        reject: false,
        // Cleaning up must not end with the signals that the terminal sends to all of para's group.
        detached: streams === 'silent',
        // Whether the child outlives para is decided here, not by execa's own signal handlers.
        cleanup: false,
      });
      const begun = Date.now();
      let turn = Promise.resolve();
      const deliver = async (signal: NodeJS.Signals): Promise<void> => {
        const runs = await isRunning?.();
        // A container's first process loses the signals that come before it listens.
        if (runs && Date.now() - begun < 3000) await new Promise((resolve) => setTimeout(resolve, 300));
        child.kill(runs === false ? 'SIGKILL' : signal);
      };
      if (streams !== 'silent') kill = (signal) => (turn = turn.then(() => deliver(signal)));
      const result = await child;
      kill = undefined;
      if (result.exitCode !== undefined) return { code: result.exitCode };
      if (result.signal !== undefined) return { code: 128 + constants.signals[result.signal], reason: result.signal };
      return { code: 125, reason: result.originalMessage ?? 'it could not be started' };
    },
  };
}
