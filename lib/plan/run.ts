import { type Config } from '../config/config.ts';
import { type Request } from '../config/given.ts';
import { type MountFlag } from '../docker/mount.ts';
import { isObjectName } from '../docker/reference.ts';
import { type Failure, type Origin, throwIfAny } from '../error.ts';
import { checksum } from '../hash.ts';
import { type Facts, type Host } from '../host.ts';
import { planCertificates } from './certificates.ts';
import { engineOf } from './engine.ts';
import { planEnvironment } from './environment.ts';
import { planImage } from './image.ts';
import { planMounts } from './mounts.ts';
import { slug } from './names.ts';
import { type NameValue, type Plan, type RunStep } from './plan.ts';
import { changes, planProxies } from './proxy.ts';
import { planUser } from './user.ts';
import { planWorkspace } from './workspace.ts';

/** All that a run is planned from: values only, read before. */
export type RunInputs = {
  readonly config: Config;
  readonly request: Request;
  readonly host: Host;
  readonly facts: Facts;
  /** The words typed after the options. */
  readonly words: readonly string[];
  readonly projectRoot: string;
  readonly projectFile?: string | undefined;
  readonly gitTop?: string | undefined;
};

/** The steps of one `para run`. Throws everything that is wrong with it at once. */
export function planRun(inputs: RunInputs): Plan {
  const { config, request, host, facts, projectRoot } = inputs;
  const command = inputs.words.length > 0 ? inputs.words : config.command;
  const engine = engineOf(config, host, facts);
  const { mode } = config.network;
  const environment = planEnvironment(config, host, planProxies(host, engine, mode === 'host'), command[0], request.forward);
  const image = planImage({ ...inputs, proxies: environment.proxies, needsHostEntry: engine.needsHostEntry });
  const workspace = planWorkspace(config, host, facts, projectRoot, inputs.projectFile);
  const mounts = planMounts(config, facts, workspace.workspace, workspace.protected);
  const certificates = planCertificates(config, facts);
  const asked = [...workspace.mounts, ...mounts.mounts];
  const user = planUser(config, host, engine, asked);
  const session = `para-${slug(projectRoot)}-${host.random}`;
  const name = request.name ?? session;
  throwIfAny([
    ...runFailures(inputs, name),
    ...image.failures,
    ...(request.build === true && image.build === undefined && image.image !== '' ? [nothingToBuild(image.image)] : []),
    ...environment.failures,
    ...environment.proxies.filter((one) => one.changed !== undefined && engine.isTcp).map((one) => ({ id: 'proxy-over-tcp' as const, name: one.name })),
    ...workspace.failures,
    ...mounts.failures,
    ...certificates.failures,
  ]);

  const isRewritten = environment.proxies.some((one) => one.value !== undefined || one.changed !== undefined);
  const step: RunStep = {
    kind: 'run',
    engine: config.engine,
    engineContext: config.context,
    name,
    session,
    image: image.image,
    pull: image.pull,
    platform: config.platform,
    remove: !request.keep,
    detach: request.detach,
    interactive: request.interactive ?? !request.detach,
    tty: request.tty ?? (!request.detach && host.stdinIsTty && host.stdoutIsTty && request.interactive !== false),
    labels: labels(inputs, session),
    user: user.user,
    keepId: user.keepId,
    workdir: workspace.workdir,
    environment: unique([...environment.variables, ...user.environment, ...certificates.environment], { name: 'PARA_CONTAINER', value: name }),
    envFiles: config.envFiles.map((file) => file.value),
    mounts: [...withoutTaken([...user.mounts, ...certificates.mounts], asked), ...withoutTaken(workspace.mounts, mounts.mounts), ...mounts.mounts],
    publish: config.ports,
    network: mode === 'open' ? undefined : mode,
    addHosts: engine.needsHostEntry && mode !== 'host' && (mode === 'open' || isRewritten) ? ['host.docker.internal:host-gateway'] : [],
    cpus: config.resources.cpus,
    memory: config.resources.memory,
    shmSize: config.resources.shmSize,
    pids: config.resources.pids,
    gpus: config.resources.gpus,
    privileged: config.security.privileged,
    readOnlyRoot: config.security.readOnlyRoot,
    capDrop: config.security.capDrop ?? (user.isRoot === false && !config.security.privileged ? ['ALL'] : []),
    capAdd: config.security.capAdd,
    securityOptions: [
      ...(config.security.noNewPrivileges && !config.security.privileged ? ['no-new-privileges'] : []),
      ...(config.security.selinux === undefined ? [] : [`label=${config.security.selinux}`]),
    ],
    args: config.args,
    command,
    changed: changes(environment.proxies),
    because: command.length > 0 ? `the command is ${command[0]}` : "no command is given, so the image's own runs",
  };
  return {
    steps: [...(image.build === undefined ? [] : [image.build]), step],
    files: user.files,
    notes: [...image.notes, ...workspace.notes, ...environment.notes],
  };
}

function nothingToBuild(image: string): Failure {
  return { id: 'conflict', at: { layer: 'option', key: '--build' }, problem: `there is nothing to build: the image ${image} is used`, hint: 'leave --build out, or name a Dockerfile: --dockerfile FILE' };
}

/** What is wrong with the run as a whole. */
function runFailures({ config, facts }: RunInputs, name: string): Failure[] {
  const origin = (key: string): Origin => config.origins[key] ?? { layer: 'default', key: `docker.${key}` };
  const notYet = (at: Origin | undefined, feature: string): Failure[] => (at === undefined ? [] : [{ id: 'not-yet', at, feature }]);
  const { mode, allow, hostPorts } = config.network;
  const isName = ['open', 'none'].includes(mode) || /^container:./.test(mode) || isObjectName(mode);
  return [
    ...(config.enabled ? [] : [{ id: 'disabled' as const, at: origin('enabled') }]),
    ...(isName ? [] : [{ id: 'value' as const, at: origin('network.mode'), expected: 'open, none, isolated or the name of a docker network', found: `'${mode}'`, hint: "'docker network ls' lists the names" }]),
    ...notYet(mode === 'isolated' ? origin('network.mode') : undefined, "network 'isolated'"),
    ...notYet(mode !== 'isolated' && allow.length > 0 ? origin('network.allow') : undefined, "'allow', which needs network 'isolated',"),
    ...notYet(mode !== 'isolated' && hostPorts.length > 0 ? origin('network.host_ports') : undefined, "'host_ports', which needs network 'isolated',"),
    ...notYet(config.setup?.at, "'setup'"),
    ...(isObjectName(name) ? [] : [{ id: 'value' as const, at: { layer: 'option' as const, key: '--name' }, expected: 'a name of letters, digits, _ . and -', found: `'${name}'`, hint: 'for example my-app; without --name para makes one' }]),
    ...config.envFiles.flatMap(({ value, at }): Failure[] => {
      const kind = facts.paths[value]?.kind;
      if (kind === 'missing') return [{ id: 'missing-path', at, entry: value, path: value, what: 'env file' }];
      return kind === 'directory' ? [{ id: 'value', at, expected: 'a file', found: `the directory '${value}'`, hint: `for example ${value}/.env` }] : [];
    }),
    ...config.build.secrets.flatMap((secret): Failure[] => {
      const isMissing = secret.src !== undefined && facts.paths[secret.src]?.kind === 'missing';
      return isMissing ? [{ id: 'missing-path', at: secret.at, entry: secret.id, path: secret.src!, what: 'build secret' }] : [];
    }),
  ];
}

function labels({ config, host, projectRoot }: RunInputs, session: string): NameValue[] {
  return Object.entries({
    'para.version': host.version,
    'para.project': slug(projectRoot),
    'para.root': projectRoot,
    'para.kind': 'run',
    'para.session': session,
    'para.config': checksum(JSON.stringify(config, withoutOrigins)),
  }).map(([key, value]) => ({ name: key, value }));
}

/** Where a value was written does not change what it means. */
function withoutOrigins(key: string, value: unknown): unknown {
  return key === 'at' || key === 'origins' ? undefined : value;
}

/** The first of each name; para's own last one always. */
function unique(variables: readonly NameValue[], own: NameValue): NameValue[] {
  const others = variables.filter((one) => one.name !== own.name);
  return [...others.filter((one, index) => others.findIndex((other) => other.name === one.name) === index), own];
}

/** para's own mounts give way to one that was asked for at the same target. */
function withoutTaken(own: readonly MountFlag[], asked: readonly MountFlag[]): MountFlag[] {
  return own.filter((mount) => !asked.some((other) => other.target === mount.target));
}
