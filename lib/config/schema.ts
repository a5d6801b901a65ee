import * as v from 'valibot';

/**
 * The one description of para's configuration. The types, the checks, para.schema.json and the
 * README's table of keys all come from here. A key set to null means: forget what weaker layers said.
 */
const key = <S extends v.GenericSchema>(schema: S, about: string) =>
  v.optional(v.nullable(v.pipe(schema, v.description(about))));

/** An object of just these keys. valibot alone takes a list for one with no keys set. */
const object = <E extends v.ObjectEntries>(entries: E) => notList(v.strictObject(entries));
const map = <S extends v.GenericSchema>(value: S) => notList(v.record(v.string(), value));

function notList<S extends v.GenericSchema>(schema: S): S {
  const run: S['~run'] = (dataset, config) =>
    schema['~run'](Array.isArray(dataset.value) ? { ...dataset, value: undefined } : dataset, config);
  return { ...schema, '~run': run };
}

const texts = v.array(v.string());
const amount = v.union([v.string(), v.number()]);

const environmentEntry = v.union([
  v.string(),
  object({ name: v.string(), value: v.optional(v.string()), required: v.optional(v.boolean()) }),
]);

const mountEntry = v.union([
  v.string(),
  object({
    type: v.optional(v.picklist(['bind', 'volume', 'tmpfs'])),
    source: v.optional(v.string()),
    target: v.optional(v.string()),
    read_only: v.optional(v.boolean()),
    optional: v.optional(v.boolean()),
    size: v.optional(v.string()),
    mode: v.optional(v.string()),
  }),
]);

const workspace = v.union([
  v.literal(false),
  object({
    root: key(v.string(), 'the directory that is mounted'),
    target: key(v.string(), 'where it is mounted; the same path when not given'),
    read_only: key(v.boolean(), 'mount it read-only'),
  }),
]);

const network = v.union([
  v.string(),
  object({
    mode: key(v.string(), 'open, none, isolated, or the name of a docker network'),
    allow: key(texts, 'hosts an isolated container may reach'),
    host_ports: key(v.array(v.number()), "ports of the host's loopback an isolated container may reach"),
  }),
]);

const build = object({
  context: key(v.string(), 'the build context; the project root when not given'),
  args: key(map(v.nullable(v.union([v.string(), v.number(), v.boolean()]))), 'build args; null takes the value from the host by name'),
  target: key(v.string(), 'the stage to build'),
  secrets: key(v.array(object({ id: v.string(), src: v.optional(v.string()), env: v.optional(v.string()) })), 'build secrets: id with src or env'),
  ssh: key(texts, 'ssh agents or keys for the build'),
  cache_from: key(texts, 'external cache sources'),
  cache_to: key(texts, 'external cache destinations'),
  platform: key(v.string(), 'the platform to build for'),
  network: key(v.string(), 'the network of RUN instructions'),
  labels: key(map(v.nullable(v.string())), 'labels of the image'),
});

const resources = object({
  cpus: key(amount, 'number of CPUs'),
  memory: key(amount, 'memory limit, as docker writes it: 2g'),
  pids: key(v.pipe(v.number(), v.integer()), 'most processes at once'),
  shm_size: key(amount, 'size of /dev/shm'),
  gpus: key(amount, 'GPUs to pass: all, or a number'),
});

const security = object({
  no_new_privileges: key(v.boolean(), 'setuid programs gain nothing'),
  cap_drop: key(texts, 'capabilities to drop; ALL unless the user inside is root'),
  cap_add: key(texts, 'capabilities to add'),
  privileged: key(v.boolean(), 'all capabilities and devices of the host'),
  read_only_root: key(v.boolean(), "mount the image's own files read-only"),
  selinux: key(v.string(), "an SELinux label option, e.g. 'disable' or 'type:container_t'"),
});

const agent = object({
  command: key(v.string(), 'the program'),
  install: key(object({ npm: key(texts, 'packages of npm'), pip: key(texts, 'packages of PyPI') }), 'packages that bring it'),
  env: key(texts, 'names of its API keys'),
  state: key(texts, 'paths under ~ where it keeps its sign-in'),
  domains: key(texts, 'hosts it needs'),
});

export const docker = object({
  enabled: key(v.boolean(), 'false: `para run` refuses, and never runs the command on the host'),
  engine: key(v.string(), 'docker, podman, nerdctl, or the path of such a program'),
  context: key(v.string(), 'docker context'),
  default_image: key(v.string(), 'the image, when there is no Dockerfile'),
  dockerfile: key(v.string(), 'build the image from this file'),
  build: key(build, 'how it is built'),
  build_cache: key(v.boolean(), 'false: build without the cache, on every run'),
  pull: key(v.picklist(['missing', 'always', 'never']), 'when to pull the image'),
  platform: key(v.string(), 'platform of the image, as in docker'),
  environment: key(v.array(environmentEntry), 'NAME, NAME=VALUE, PREFIX_*, @group, !entry, or {name, value, required}'),
  env_files: key(texts, 'files handed to docker as --env-file'),
  mounts: key(v.array(mountEntry), 'SOURCE[:TARGET][:OPTIONS] or {type, source, target, read_only, optional, size, mode}'),
  workspace: key(workspace, 'the project directory inside: {root, target, read_only}, or false for none'),
  workdir: key(v.string(), 'working directory inside'),
  protect: key(texts, "paths of the workspace that stay read-only; para's own files always are"),
  user: key(v.string(), 'host, image, or uid[:gid]'),
  ports: key(v.array(amount), 'ports to publish, on 127.0.0.1 unless an address is given'),
  network: key(network, 'open, none, isolated, a docker network, or {mode, allow, host_ports}'),
  resources: key(resources, 'limits: {cpus, memory, pids, shm_size, gpus}'),
  security: key(security, '{no_new_privileges, cap_drop, cap_add, privileged, read_only_root, selinux}'),
  ca_certificates: key(v.string(), "a CA bundle for the programs inside: a path, or 'host' for the host's"),
  command: key(texts, 'what `para run` runs when no command is typed'),
  setup: key(v.string(), 'a script of the workspace to run once before the command'),
  agents: key(map(v.nullable(agent)), 'agents to add or change: name → {command, install, env, state, domains}'),
  args: key(texts, 'raw `docker run` arguments, placed last before the image'),
});

const profile = object({ docker: key(docker, 'the same keys as docker') });

/** A whole configuration file. */
export const file = object({
  $schema: v.optional(v.string()),
  docker: key(docker, 'everything para knows'),
  profiles: key(map(profile), 'named sets of keys, chosen with --profile'),
});

/** What people write under `docker`: shorthands allowed, everything optional. */
export type WrittenDocker = v.InferOutput<typeof docker>;
export type WrittenFile = v.InferOutput<typeof file>;
export type WrittenMount = v.InferOutput<typeof mountEntry>;
export type WrittenEnvironment = v.InferOutput<typeof environmentEntry>;

/** What holds where no layer says anything. */
export const defaults = {
  enabled: true,
  engine: 'docker',
  pull: 'missing',
  build_cache: true,
  environment: ['@terminal', '@proxy', '@keys'],
  protect: ['.git/hooks'],
  user: 'host',
  network: 'open',
  resources: { pids: 4096 },
  security: { no_new_privileges: true },
} as const satisfies WrittenDocker;
