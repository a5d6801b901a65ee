/** A published port. `host` is empty for any free one; ports may be ranges `first-last`. */
export type PublishFlag = {
  readonly address: string;
  readonly host: string;
  readonly container: string;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
};

/** The value of `--publish`; tcp is docker's default and is not spelled out. */
export function publishValue({ address, host, container, protocol }: PublishFlag): string {
  return `${address}:${host}:${container}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}
