import { type MountFlag } from '../docker/mount.ts';
import { type PublishFlag } from '../docker/port.ts';

/** What one `docker build` is to do: docker-level facts, absolute paths. */
export type BuildStep = {
  readonly kind: 'build';
  readonly tag: string;
  readonly dockerfile: string;
  readonly context: string;
  /** No value: docker takes it from its own environment. */
  readonly args: readonly NameValue[];
  readonly target?: string | undefined;
  readonly secrets: readonly { readonly id: string; readonly src?: string | undefined; readonly env?: string | undefined }[];
  readonly ssh: readonly string[];
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly platform?: string | undefined;
  readonly network?: string | undefined;
  readonly labels: readonly NameValue[];
  readonly addHosts: readonly string[];
  readonly noCache: boolean;
  readonly pull: boolean;
  /** Skip the build when the tag is already there. */
  readonly onlyIfMissing: boolean;
} & Common;

/** What one `docker run` is to do. */
export type RunStep = {
  readonly kind: 'run';
  readonly name: string;
  /** The value of the label para.session. Only this run's container has it, whoever has its name. */
  readonly session: string;
  readonly image: string;
  readonly pull?: 'always' | 'never' | undefined;
  readonly remove: boolean;
  readonly detach: boolean;
  readonly interactive: boolean;
  readonly tty: boolean;
  readonly labels: readonly NameValue[];
  readonly user?: string | undefined;
  readonly keepId: boolean;
  readonly workdir?: string | undefined;
  readonly environment: readonly NameValue[];
  readonly envFiles: readonly string[];
  readonly mounts: readonly MountFlag[];
  readonly publish: readonly PublishFlag[];
  readonly network?: string | undefined;
  readonly addHosts: readonly string[];
  readonly platform?: string | undefined;
  readonly cpus?: string | undefined;
  readonly memory?: string | undefined;
  readonly shmSize?: string | undefined;
  readonly pids?: number | undefined;
  readonly gpus?: string | undefined;
  readonly privileged: boolean;
  readonly readOnlyRoot: boolean;
  readonly capDrop: readonly string[];
  readonly capAdd: readonly string[];
  readonly securityOptions: readonly string[];
  readonly args: readonly string[];
  /** The words typed or configured; empty runs the image's own ENTRYPOINT and CMD. */
  readonly command: readonly string[];
} & Common;

type Common = {
  readonly engine: string;
  /** docker context, where one is named. */
  readonly engineContext?: string | undefined;
  /** Variables that docker's own process gets changed for this step; never printed. */
  readonly changed: Readonly<Record<string, string>>;
  /** Why this step is there, for people. */
  readonly because: string;
};

/** A name, and a value where it stands in the arguments; without one docker reads it from its environment. */
export type NameValue = { readonly name: string; readonly value?: string | undefined };

export type Step = BuildStep | RunStep;

/** A small file of para's own that a step mounts; written to the cache before. */
export type CacheFile = { readonly path: string; readonly text: string };

/** Everything a run does, before anything is done. */
export type Plan = {
  readonly steps: readonly Step[];
  readonly files: readonly CacheFile[];
  /** What the user should know; shown on stderr unless quiet. */
  readonly notes: readonly string[];
};
