import { type Failure, type Origin } from '../error.ts';
import { type Config } from './config.ts';

/** What no single key can tell: combinations that cannot work, and what only the user's own files may ask. */
export function conflicts(config: Config): Failure[] {
  const at = (key: string): Origin => config.origins[key] ?? { layer: 'default', key: `docker.${key}` };
  const isProjects = (origin: Origin): boolean => origin.layer === 'project' || origin.layer === 'profile';
  const { mode } = config.network;
  return [
    ...config.ports.filter(() => mode === 'none' || mode === 'host').map((port): Failure => ({
      id: 'conflict',
      at: port.at,
      problem: `a port cannot be published with network '${mode}'`,
      hint: "use network 'open', or leave the port out",
    })),
    ...(config.security.privileged && config.security.capDrop !== undefined && config.security.capDrop.length > 0
      ? [{ id: 'conflict', at: at('security.privileged'), problem: 'privileged keeps all capabilities, and cap_drop drops some', hint: 'leave one of them out' } as const]
      : []),
    ...(!['docker', 'podman', 'nerdctl'].includes(config.engine) && isProjects(at('engine'))
      ? [{ id: 'conflict', at: at('engine'), problem: `a project's file may not name a program to run on the host: '${config.engine}'`, hint: "write docker, podman or nerdctl; a path may stand in the user's own config or after --engine" } as const]
      : []),
    ...(/^(host$|container:)/.test(mode) && isProjects(at('network.mode'))
      ? [{ id: 'conflict', at: at('network.mode'), problem: `a project's file may not ask for network '${mode}'`, hint: `say it yourself: --network ${mode}, or in the user's own config` } as const]
      : []),
  ];
}
