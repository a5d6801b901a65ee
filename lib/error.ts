/** Where a value was written: a file's key (line and column from 1), an option or a variable. */
export type Origin = {
  readonly layer: 'default' | 'user' | 'project' | 'profile' | 'environment' | 'option';
  /** Absolute path of the file; absent for options and variables. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The key path (`docker.mounts[2]`), option (`--mount`) or variable (`PARA_MOUNT`). */
  readonly key: string;
};

/** Everything that can go wrong, by name. Adding one does not compile until report.ts words it. */
export type Failure =
  | { readonly id: 'unknown-command'; readonly command: string; readonly nearest?: string | undefined }
  | { readonly id: 'unknown-option'; readonly option: string; readonly nearest?: string | undefined }
  | { readonly id: 'option-value'; readonly option: string; readonly problem: 'missing' | 'unwanted' }
  | { readonly id: 'unreadable'; readonly file: string; readonly reason: string }
  | { readonly id: 'unwritable'; readonly path: string; readonly reason: string }
  | { readonly id: 'syntax'; readonly at: Origin; readonly reason: string }
  | {
      readonly id: 'unknown-key';
      readonly at: Origin;
      readonly nearest?: string | undefined;
      readonly known: readonly string[];
    }
  | { readonly id: 'value'; readonly at: Origin; readonly expected: string; readonly found: string; readonly hint?: string }
  | { readonly id: 'conflict'; readonly at: Origin; readonly problem: string; readonly hint: string }
  | { readonly id: 'unknown-profile'; readonly name: string; readonly known: readonly string[]; readonly nearest?: string | undefined }
  | { readonly id: 'missing-path'; readonly at: Origin; readonly entry: string; readonly path: string; readonly what: string }
  | { readonly id: 'duplicate-target'; readonly at: Origin; readonly entry: string; readonly target: string; readonly other: Origin; readonly otherEntry: string }
  | { readonly id: 'required-variable'; readonly at: Origin; readonly name: string }
  | { readonly id: 'workspace'; readonly root: string; readonly reason: string; readonly at: Origin }
  | { readonly id: 'disabled'; readonly at: Origin }
  | { readonly id: 'no-image' }
  | { readonly id: 'proxy-over-tcp'; readonly name: string }
  | { readonly id: 'not-yet'; readonly at: Origin; readonly feature: string }
  | { readonly id: 'working-directory' }
  | { readonly id: 'engine-missing'; readonly engine: string; readonly at: Origin }
  | { readonly id: 'engine-silent'; readonly engine: string; readonly detail: string }
  | { readonly id: 'image-missing'; readonly engine: string; readonly image: string }
  | { readonly id: 'build-failed'; readonly engine: string; readonly dockerfile: string; readonly code: number }
  | { readonly id: 'run-failed'; readonly engine: string }
  | { readonly id: 'spawn-failed'; readonly engine: string; readonly reason: string };

/** The one error class: carries failures as data; report.ts words them and main.ts picks the exit code. */
export class ParaError extends Error {
  override readonly name = 'ParaError';
  readonly failures: readonly Failure[];

  constructor(failures: readonly Failure[]) {
    super(failures.map((failure) => failure.id).join(', '));
    this.failures = failures;
  }
}

/** Throws what was collected, all of it at once; does nothing when there is nothing. */
export function throwIfAny(failures: readonly Failure[]): void {
  if (failures.length > 0) throw new ParaError(failures);
}

/** What the system said, without its code and the path: `EACCES: permission denied, open '/x'` → `permission denied`. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^E[A-Z]+: ([^,]*),.*$/s, '$1') : String(error);
}
