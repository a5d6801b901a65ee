import { type Host } from '../host.ts';
import { type Engine } from './engine.ts';

/** The proxy variables that programs read, in both cases. */
export const proxyNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'FTP_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

/** How one of the host's proxies gets inside: by name, as a literal, or by name with docker's own value changed. */
export type ProxyVariable = { readonly name: string; readonly value?: string; readonly changed?: string };

/**
 * The host's proxies as a container can reach them: one on the host's loopback is rewritten to the
 * host's name inside. With credentials in it the value is changed in docker's environment, and
 * never written into an argument.
 */
export function planProxies(host: Host, engine: Pick<Engine, 'hostName'>, sharesHostNetwork: boolean): ProxyVariable[] {
  return proxyNames.flatMap((name): ProxyVariable[] => {
    const address = host.env[name];
    if (address === undefined) return [];
    const rewritten = sharesHostNetwork || /^no_proxy$/i.test(name) ? undefined : reachable(address, engine.hostName);
    if (rewritten === undefined) return [{ name }];
    // Only a bare address is shown: anything more may be credentials.
    const isBare = /^([A-Za-z][\w+.-]*:\/\/)?[\w.]+(:\d+)?\/?$/.test(rewritten);
    return [isBare ? { name, value: rewritten } : { name, changed: rewritten }];
  });
}

/** What docker's own environment is changed to for these. */
export function changes(proxies: readonly ProxyVariable[]): Record<string, string> {
  return Object.fromEntries(proxies.flatMap((one) => (one.changed === undefined ? [] : [[one.name, one.changed]])));
}

/** The proxy's address with the loopback host replaced; undefined when it is not on the loopback. */
function reachable(address: string, hostName: string): string | undefined {
  const [, scheme = '', credentials = '', name = '', rest = ''] = /^([A-Za-z][\w+.-]*:\/\/)?(?:([^/]*)@)?(\[[^\]]*\]|[^:/?#]*)(.*)$/s.exec(address) ?? [];
  if (!/^(localhost|.+\.localhost|127(\.\d{1,3}){0,3}|\[(0*:)*:?0*1\]|\[::ffff:127[.\d]+\]|0\.0\.0\.0)\.?$/i.test(name)) return undefined;
  return `${scheme}${credentials === '' ? '' : `${credentials}@`}${hostName}${rest}`;
}
