import { type Origin } from '../error.ts';
import { type EnvironmentEntry } from './environment-entry.ts';
import { type Port } from './port-entry.ts';

/** A mount with its paths expanded and absolute. A bind's target defaults to its source. */
export type Mount = {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  readonly source?: string | undefined;
  readonly target: string;
  readonly readOnly?: boolean | undefined;
  readonly optional: boolean;
  readonly relabel?: 'z' | 'Z' | undefined;
  readonly size?: string | undefined;
  readonly mode?: string | undefined;
  readonly entry: string;
  readonly at: Origin;
};

/** A path or word together with where it was written. */
export type Written = { readonly value: string; readonly at: Origin };

export type Secret = { readonly id: string; readonly src?: string | undefined; readonly env?: string | undefined; readonly at: Origin };

/** The effective configuration: no shorthand, defaults in, every path absolute. What the planner reads. */
export type Config = {
  readonly enabled: boolean;
  readonly engine: string;
  readonly context?: string | undefined;
  /** `--image` or PARA_IMAGE: beats a Dockerfile. */
  readonly image?: Written | undefined;
  readonly defaultImage?: Written | undefined;
  readonly dockerfile?: Written | undefined;
  readonly build: {
    readonly context?: Written | undefined;
    /** null: the value comes from the host by name. */
    readonly args: Readonly<Record<string, string | null>>;
    readonly target?: string | undefined;
    readonly secrets: readonly Secret[];
    readonly ssh: readonly string[];
    readonly cacheFrom: readonly string[];
    readonly cacheTo: readonly string[];
    readonly platform?: string | undefined;
    readonly network?: string | undefined;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly buildCache: boolean;
  readonly pull: 'missing' | 'always' | 'never';
  readonly platform?: string | undefined;
  /** One list a layer, weakest first: within a layer order does not matter, between layers it does. */
  readonly environment: readonly (readonly EnvironmentEntry[])[];
  readonly envFiles: readonly Written[];
  readonly mounts: readonly Mount[];
  /** false: none. `named` is true where an option or variable of the user names the root. */
  readonly workspace: false | { readonly root?: Written | undefined; readonly named: boolean; readonly target?: string | undefined; readonly readOnly: boolean };
  readonly workdir?: string | undefined;
  readonly protect: readonly Written[];
  readonly user: 'host' | 'image' | { readonly uid: number; readonly gid?: number | undefined };
  readonly ports: readonly Port[];
  readonly network: { readonly mode: string; readonly allow: readonly string[]; readonly hostPorts: readonly number[] };
  readonly resources: { readonly cpus?: string | undefined; readonly memory?: string | undefined; readonly pids?: number | undefined; readonly shmSize?: string | undefined; readonly gpus?: string | undefined };
  readonly security: {
    readonly noNewPrivileges: boolean;
    /** undefined: what the user inside makes of it. */
    readonly capDrop?: readonly string[] | undefined;
    readonly capAdd: readonly string[];
    readonly privileged: boolean;
    readonly readOnlyRoot: boolean;
    readonly selinux?: string | undefined;
  };
  readonly caCertificates?: Written | undefined;
  readonly command: readonly string[];
  readonly setup?: Written | undefined;
  readonly agents: Readonly<Record<string, { readonly command?: string | undefined; readonly env?: readonly string[] | undefined }>>;
  readonly args: readonly string[];
  /** Where each effective scalar was written, by key path under `docker`. */
  readonly origins: Readonly<Record<string, Origin>>;
};
