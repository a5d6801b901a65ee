import { type Config } from '../config/config.ts';
import { type Host } from '../host.ts';
import { hostBundles } from './certificates.ts';
import { dockerfilePath } from './image.ts';
import { protectedPaths, workspaceRoot } from './workspace.ts';

type Places = { readonly projectRoot: string; readonly projectFile: string | undefined; readonly gitTop: string | undefined; readonly gitDirectory: string | undefined };

/** Every path of the host that planning turns on, to be looked at before. */
export function pathsToLookAt(config: Config, host: Host, { projectRoot, projectFile, gitTop, gitDirectory }: Places): string[] {
  const root = workspaceRoot(config, projectRoot);
  return [
    host.home,
    projectRoot,
    dockerfilePath(config, projectRoot),
    ...(gitTop === undefined ? [] : [gitTop]),
    ...(root === undefined ? [] : [root, ...protectedPaths(config, root, projectFile).map((one) => `${root}/${one.value}`)]),
    ...(gitDirectory === undefined ? [] : [`${gitDirectory}/hooks`]),
    ...config.mounts.flatMap((mount) => (mount.type === 'bind' && mount.source !== undefined ? [mount.source] : [])),
    ...config.envFiles.map((file) => file.value),
    ...config.build.secrets.flatMap((secret) => secret.src ?? []),
    ...(config.build.context === undefined ? [] : [config.build.context.value]),
    ...(config.caCertificates === undefined ? [] : config.caCertificates.value === 'host' ? hostBundles : [config.caCertificates.value]),
  ];
}
