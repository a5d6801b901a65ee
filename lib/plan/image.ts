import { type Config } from '../config/config.ts';
import { type Request } from '../config/given.ts';
import { imageProblem } from '../docker/reference.ts';
import { type Failure, type Origin } from '../error.ts';
import { shortHash } from '../hash.ts';
import { type Facts, type Host } from '../host.ts';
import { fingerprint } from '../image/fingerprint.ts';
import { isWithin } from '../path.ts';
import { slug } from './names.ts';
import { type BuildStep, type NameValue } from './plan.ts';
import { changes, type ProxyVariable } from './proxy.ts';

export type ImagePlan = {
  readonly image: string;
  readonly pull?: 'always' | 'never' | undefined;
  readonly build?: BuildStep | undefined;
  readonly notes: readonly string[];
  readonly failures: readonly Failure[];
};

/** What the image is planned from, besides the configuration. */
export type ImageInputs = {
  readonly config: Config;
  readonly request: Request;
  readonly host: Host;
  readonly facts: Facts;
  readonly proxies: readonly ProxyVariable[];
  readonly needsHostEntry: boolean;
  readonly projectRoot: string;
  readonly gitTop?: string | undefined;
};

/** The Dockerfile that would be built: the configured one, else `.para/Dockerfile` if it is there. */
export function dockerfilePath(config: Config, projectRoot: string): string {
  return config.dockerfile?.value ?? `${projectRoot}/.para/Dockerfile`;
}

/** Which image runs: `--image` beats a Dockerfile, a Dockerfile beats `default_image`. */
export function planImage(inputs: ImageInputs): ImagePlan {
  const { config, facts, projectRoot } = inputs;
  const path = dockerfilePath(config, projectRoot);
  const isThere = config.dockerfile !== undefined || facts.paths[path]?.kind !== 'missing';
  if (config.image !== undefined && !(config.image.at.layer === 'environment' && config.dockerfile?.at.layer === 'option')) {
    return useImage(config.image.value, config.image.at, config, isThere ? [`the image ${config.image.value} is used, not ${path}`] : []);
  }
  if (isThere) return useDockerfile(inputs, path);
  if (config.defaultImage !== undefined) return useImage(config.defaultImage.value, config.defaultImage.at, config, []);
  return { image: '', notes: [], failures: [{ id: 'no-image' }] };
}

function useImage(image: string, at: Origin, config: Config, notes: readonly string[]): ImagePlan {
  const problem = imageProblem(image);
  const failures: Failure[] = problem === undefined ? [] : [{ id: 'value', at, expected: 'an image: NAME[:TAG]', found: `'${image}', which ${problem}`, hint: 'for example debian:bookworm-slim' }];
  return { image, pull: config.pull === 'missing' ? undefined : config.pull, notes, failures };
}

function useDockerfile(inputs: ImageInputs, path: string): ImagePlan {
  const { config, request, host, facts, projectRoot } = inputs;
  const context = config.build.context?.value ?? projectRoot;
  const args: NameValue[] = Object.entries(config.build.args).map(([name, value]) => ({ name, value: value ?? undefined }));
  const options = { ...config.build, secrets: config.build.secrets.map(({ id, src, env }) => ({ id, src, env })), context };
  const tag = `para-${slug(projectRoot)}-${shortHash(projectRoot)}:${fingerprint({ dockerfile: facts.dockerfile ?? '', options })}`;
  const notes = config.defaultImage === undefined ? [] : [`${path} is used, not the image ${config.defaultImage.value}`];
  const failures = [...dockerfileFailures(inputs, path), ...contextFailures(inputs, context)];
  const build: BuildStep = {
    kind: 'build',
    engine: config.engine,
    engineContext: config.context,
    tag,
    dockerfile: path,
    context,
    args: [...args, ...inputs.proxies.filter(({ name }) => !Object.hasOwn(config.build.args, name)).map(({ name, value }) => ({ name, value }))],
    target: config.build.target,
    secrets: config.build.secrets,
    ssh: config.build.ssh,
    cacheFrom: config.build.cacheFrom,
    cacheTo: config.build.cacheTo,
    platform: config.build.platform,
    network: config.build.network,
    labels: [
      { name: 'para.version', value: host.version },
      { name: 'para.project', value: slug(projectRoot) },
      { name: 'para.root', value: projectRoot },
      ...Object.entries(config.build.labels).map(([name, value]) => ({ name, value })),
    ],
    addHosts: inputs.needsHostEntry && inputs.proxies.some((one) => one.value !== undefined || one.changed !== undefined) ? ['host.docker.internal:host-gateway'] : [],
    noCache: !config.buildCache,
    pull: config.pull === 'always',
    onlyIfMissing: config.buildCache && request.build !== true,
    changed: changes(inputs.proxies),
    because: request.build === true ? `--build asks for it` : config.buildCache ? `the image of ${path} is built when it is not there` : 'build_cache is false',
  };
  // The tag is para's own: a registry's image of that name would be somebody else's.
  return { image: tag, pull: 'never', build: request.build === false ? undefined : build, notes, failures };
}

function dockerfileFailures({ config, facts }: ImageInputs, path: string): Failure[] {
  const at = config.dockerfile?.at ?? { layer: 'default', key: 'docker.dockerfile' };
  const fact = facts.paths[path];
  if (fact?.kind === 'missing') return [{ id: 'missing-path', at, entry: path, path, what: 'Dockerfile' }];
  if (fact?.kind === 'file' && facts.dockerfile?.trim() !== '') return [];
  return [{ id: 'value', at, expected: 'a Dockerfile', found: `'${path}', which is ${fact?.kind === 'file' ? 'empty' : 'not a file'}`, hint: 'write at least a line FROM IMAGE into it, or name an image: --image IMAGE' }];
}

/** A project's file may point the build at its own repository only: what is in the context ends up in the image. */
function contextFailures({ config, facts, projectRoot, gitTop }: ImageInputs, context: string): Failure[] {
  const at = config.build.context?.at;
  if (at === undefined) return [];
  const fact = facts.paths[context];
  if (fact?.kind === 'missing') return [{ id: 'missing-path', at, entry: context, path: context, what: 'build context' }];
  if (fact?.kind !== 'directory') return [{ id: 'value', at, expected: 'a directory', found: `'${context}', which is none` }];
  const top = facts.paths[gitTop ?? projectRoot]?.real ?? projectRoot;
  if ((at.layer !== 'project' && at.layer !== 'profile') || isWithin(fact.real, top)) return [];
  return [{ id: 'conflict', at, problem: `the build context ${context} is outside this repository`, hint: "a project's file may name only its own; put it into the user's own config" }];
}
