import { type Origin } from '../error.ts';
import { type Problem } from './environment-entry.ts';

/** One entry of `ports`. A range is written `first-last`; no host port means: any free one. */
export type Port = {
  readonly address: string;
  readonly host: string;
  readonly container: string;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly at: Origin;
};

/**
 * `3000`, `8080:80`, `127.0.0.1:8080:80/udp`, `[::1]:80:80`, ranges as in docker
 * (https://docs.docker.com/reference/cli/docker/container/run/#publish), but a port alone is the
 * same on both sides, and without an address it is the loopback's, never every interface's.
 */
export function parsePort(entry: string | number, at: Origin): Port | Problem {
  const match = /^(?:(\[[0-9A-Fa-f:.]+\]|[^:[\]]*):)?(?:([\d-]*):)?([\d-]+)(?:\/([A-Za-z]+))?$/.exec(String(entry));
  const wrong: Problem = { expected: '[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL], ports from 1 to 65535', found: `'${entry}'`, hint: 'for example 3000, 8080:80 or 127.0.0.1:8080:80/udp' };
  if (match === null) return wrong;
  const [, first, second, container = '', protocol = 'tcp'] = match;
  const isPortFirst = first !== undefined && second === undefined && /^[\d-]*$/.test(first);
  const address = isPortFirst || first === undefined ? '127.0.0.1' : first;
  const host = second ?? (isPortFirst ? first : first === undefined ? container : '');
  const isAddressOnly = first !== undefined && !isPortFirst && second === undefined;
  const known = (['tcp', 'udp', 'sctp'] as const).find((one) => one === protocol.toLowerCase());
  if (known === undefined || isAddressOnly || !isAddress(address) || !isRange(container) || !(host === '' || isRange(host))) return wrong;
  if (host !== '' && lengthOf(container) > 1 && lengthOf(host) !== lengthOf(container)) {
    return { expected: 'two ranges of one length', found: `'${entry}'`, hint: 'for example 7000-7002:8000-8002' };
  }
  return { address, host, container, protocol: known, at };
}

function isAddress(text: string): boolean {
  if (text.startsWith('[')) return text.includes(':');
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
}

function isRange(text: string): boolean {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  return Number(first) >= 1 && Number(first) <= Number(last) && Number(last) <= 65535;
}

function lengthOf(range: string): number {
  const [first, last = first] = range.split('-').map(Number);
  return last! - first! + 1;
}
