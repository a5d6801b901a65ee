import { type Config } from '../config/config.ts';
import { type MountFlag } from '../docker/mount.ts';
import { type Failure } from '../error.ts';
import { type Facts } from '../host.ts';
import { type NameValue } from './plan.ts';

/** Where distributions keep their bundle of CA certificates; the first that is there counts. */
export const hostBundles = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/ca-bundle.pem', '/etc/ssl/cert.pem'];

/** What node, OpenSSL and python, pip, requests, curl, git, cargo and aws read. */
const variables = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'PIP_CERT', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'CARGO_HTTP_CAINFO', 'AWS_CA_BUNDLE'];

const target = '/etc/para/ca-certificates.crt';

/** The CA bundle's mount and the variables that make the usual programs use it. */
export function planCertificates(config: Config, facts: Facts): { mounts: MountFlag[]; environment: NameValue[]; failures: Failure[] } {
  const wanted = config.caCertificates;
  if (wanted === undefined) return { mounts: [], environment: [], failures: [] };
  const candidates = wanted.value === 'host' ? hostBundles : [wanted.value];
  const source = candidates.find((path) => facts.paths[path]?.kind === 'file');
  if (source === undefined) {
    const path = candidates.join(', ');
    return { mounts: [], environment: [], failures: [{ id: 'missing-path', at: wanted.at, entry: wanted.value, path, what: 'CA bundle' }] };
  }
  return {
    mounts: [{ flag: 'mount', type: 'bind', source, target, readOnly: true }],
    environment: variables.map((name) => ({ name, value: target })),
    failures: [],
  };
}
