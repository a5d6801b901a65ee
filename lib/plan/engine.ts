import { type Config } from '../config/config.ts';
import { type Facts, type Host } from '../host.ts';

/** What is known of the engine without asking it. */
export type Engine = {
  readonly program: 'docker' | 'podman' | 'nerdctl';
  /** How ids inside relate to ids outside. */
  readonly mapping: 'none' | 'rootless' | 'keep-id' | 'virtual-machine';
  /** The address is tcp: the CLI itself would go through a proxy to reach it. */
  readonly isTcp: boolean;
  /** The name by which a container reaches the host. podman has its own, and old ones no `host-gateway`. */
  readonly hostName: 'host.docker.internal' | 'host.containers.internal';
  /** docker on Linux: that name exists only when it is added. */
  readonly needsHostEntry: boolean;
};

/** Tells the engine's kind by its program and address. */
export function engineOf(config: Config, host: Host, facts: Facts): Engine {
  const base = config.engine.split(/[/\\]/).at(-1)!;
  const program = base.startsWith('podman') ? 'podman' : base.startsWith('nerdctl') ? 'nerdctl' : 'docker';
  return {
    program,
    mapping: mappingOf(program, host, facts.endpoint),
    isTcp: program === 'docker' && /^(tcp|https?):/.test(facts.endpoint ?? ''),
    hostName: program === 'podman' ? 'host.containers.internal' : 'host.docker.internal',
    needsHostEntry: program !== 'podman' && host.platform === 'linux' && !isDesktop(facts.endpoint),
  };
}

function mappingOf(program: Engine['program'], host: Host, endpoint: string | undefined): Engine['mapping'] {
  if (host.platform !== 'linux') return 'virtual-machine';
  if (program === 'podman') return host.uid === 0 ? 'none' : 'keep-id';
  if (program === 'nerdctl') return host.uid === 0 ? 'none' : 'rootless';
  if (isDesktop(endpoint)) return 'virtual-machine';
  return isRootless(endpoint, host) ? 'rootless' : 'none';
}

/** Docker Desktop for Linux listens in the user's `.docker/desktop` and runs in a virtual machine. */
function isDesktop(endpoint: string | undefined): boolean {
  return endpoint?.includes('/.docker/desktop/') ?? false;
}

/** A rootless dockerd listens in the user's runtime directory: https://docs.docker.com/engine/security/rootless/ */
function isRootless(endpoint: string | undefined, host: Host): boolean {
  const path = endpoint?.replace(/^unix:\/\//, '') ?? '';
  const runtime = host.env['XDG_RUNTIME_DIR'];
  return /^\/run\/user\/\d+\//.test(path) || (runtime !== undefined && runtime !== '' && path.startsWith(`${runtime}/`));
}
