/**
 * One command-line option. The parser, the help, the variables and the README's table are made
 * from this list.
 */
export type Option = {
  readonly name: string;
  readonly short?: string;
  readonly aliases?: readonly string[];
  /** What its value is called in the help; absent for a switch. */
  readonly value?: string;
  /** May be given several times, each adding one. */
  readonly many?: true;
  /** A switch that turns off the named switch: `--no-tty`. */
  readonly negates?: string;
  /** The config key it sets, where there is one. */
  readonly key?: string;
  readonly choices?: readonly string[];
  readonly about: string;
};

/** The options of `para run`, in the order the help shows them. */
export const runOptions: readonly Option[] = [
  { name: 'dry-run', about: 'print the steps, touch no engine, exit 0' },
  { name: 'format', value: 'FORMAT', choices: ['shell', 'json', 'nul'], about: 'how --dry-run prints: shell, json or nul' },
  { name: 'env', short: 'e', aliases: ['docker-env'], value: 'NAME[=VALUE]', many: true, key: 'environment', about: 'forward a variable, or set it' },
  { name: 'env-file', value: 'FILE', many: true, key: 'env_files', about: 'variables from a file, read by docker' },
  { name: 'no-forward', negates: 'forward', about: 'forward nothing from the host; literals and files stay' },
  { name: 'mount', short: 'v', value: 'SPEC', many: true, key: 'mounts', about: 'SOURCE[:TARGET][:OPTIONS]' },
  { name: 'publish', short: 'p', value: 'SPEC', many: true, key: 'ports', about: 'publish a port, on 127.0.0.1 unless an address is given' },
  { name: 'image', aliases: ['docker-image'], value: 'IMAGE', key: 'default_image', about: 'use this image; no build' },
  { name: 'dockerfile', value: 'FILE', key: 'dockerfile', about: 'build from this file' },
  { name: 'build', aliases: ['docker-build'], about: 'build even if up to date' },
  { name: 'no-build', negates: 'build', about: 'never build' },
  { name: 'pull', value: 'WHEN', choices: ['missing', 'always', 'never'], key: 'pull', about: 'missing, always or never' },
  { name: 'network', value: 'MODE', key: 'network', about: 'open, none, isolated, or the name of a docker network' },
  { name: 'allow', value: 'HOST[:PORT]', many: true, key: 'network.allow', about: 'let an isolated container reach this host' },
  { name: 'user', value: 'USER', key: 'user', about: 'host, image, or UID[:GID]' },
  { name: 'workdir', short: 'w', value: 'DIR', key: 'workdir', about: 'working directory inside' },
  { name: 'workspace', value: 'DIR', key: 'workspace.root', about: 'the directory to mount as the workspace' },
  { name: 'cpus', value: 'N', key: 'resources.cpus', about: 'number of CPUs' },
  { name: 'memory', value: 'SIZE', key: 'resources.memory', about: 'memory limit' },
  { name: 'gpus', value: 'SPEC', key: 'resources.gpus', about: 'GPUs to pass' },
  { name: 'shm-size', value: 'SIZE', key: 'resources.shm_size', about: 'size of /dev/shm' },
  { name: 'pids-limit', value: 'N', key: 'resources.pids', about: 'most processes at once' },
  { name: 'platform', value: 'PLATFORM', key: 'platform', about: 'platform of the image' },
  { name: 'detach', short: 'd', about: 'run in the background and print the container id' },
  { name: 'name', value: 'NAME', about: 'name of the container' },
  { name: 'keep', about: 'leave the container when it has ended (no --rm)' },
  { name: 'docker-arg', value: 'ARG', many: true, key: 'args', about: 'one raw `docker run` argument, placed last before the image' },
  { name: 'profile', value: 'NAME', about: 'use this profile of the configuration' },
  { name: 'config', value: 'FILE', about: 'use this file as the project configuration' },
  { name: 'no-config', about: 'read no configuration file' },
  { name: 'engine', value: 'PROGRAM', key: 'engine', about: 'docker, podman, nerdctl, or a path' },
  { name: 'context', value: 'NAME', key: 'context', about: 'docker context' },
  { name: 'tty', short: 't', about: 'give the command a terminal' },
  { name: 'no-tty', negates: 'tty', about: 'give it none' },
  { name: 'interactive', short: 'i', about: 'keep standard input open (it is, unless --no-stdin)' },
  { name: 'no-stdin', negates: 'interactive', about: 'leave its standard input closed' },
  { name: 'quiet', short: 'q', about: 'no notes on stderr' },
  { name: 'verbose', about: 'show each docker line and why on stderr' },
  { name: 'no-color', negates: 'color', about: 'no colours on stderr' },
];

/** The environment variable that sets an option: `--env-file` is PARA_ENV_FILE. */
export function variableOf(option: Option): string {
  return `PARA_${option.name.toUpperCase().replaceAll('-', '_')}`;
}

/** The spellings of a truth value that para takes in options and variables; undefined for any other. */
export function toBoolean(text: string): boolean | undefined {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  return undefined;
}
