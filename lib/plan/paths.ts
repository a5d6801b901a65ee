import { type Config } from '../config/config.ts';
import { type Host } from '../host.ts';
import { hostBundles } from './certificates.ts';
import { dockerfilePath } from './image.ts';
import { workspaceRoot } from './workspace.ts';

/** Every path of the host that planning turns on, to be looked at before. */
export function pathsToLookAt(config: Config, host: Host, projectRoot: string, gitTop: string | undefined, gitDirectory: string | undefined): string[] {
  const root = workspaceRoot(config, projectRoot);
  return [
    host.home,
    projectRoot,
    dockerfilePath(config, projectRoot),
    ...(gitTop === undefined ? [] : [gitTop]),
    ...(root === undefined ? [] : [root, ...config.protect.map((one) => `${root}/${one.value.replace(/^(\.\/)+/, '').replace(/\/+$/, '')}`)]),
    ...(gitDirectory === undefined ? [] : [`${gitDirectory}/hooks`]),
    ...config.mounts.flatMap((mount) => (mount.type === 'bind' && mount.source !== undefined ? [mount.source] : [])),
    ...config.envFiles.map((file) => file.value),
    ...config.build.secrets.flatMap((secret) => secret.src ?? []),
    ...(config.build.context === undefined ? [] : [config.build.context.value]),
    ...(config.caCertificates === undefined ? [] : config.caCertificates.value === 'host' ? hostBundles : [config.caCertificates.value]),
  ];
}
