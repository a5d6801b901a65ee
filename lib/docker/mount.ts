/** A mount as docker takes it: absolute paths, all decided. */
export type MountFlag =
  | { readonly flag: 'mount'; readonly type: 'bind' | 'volume'; readonly source?: string | undefined; readonly target: string; readonly readOnly: boolean }
  | { readonly flag: 'mount'; readonly type: 'tmpfs'; readonly target: string; readonly readOnly: boolean; readonly size?: string | undefined; readonly mode?: string | undefined }
  | { readonly flag: 'volume'; readonly source: string; readonly target: string; readonly options: readonly string[] }
  | { readonly flag: 'tmpfs'; readonly target: string; readonly options: readonly string[] };

/**
 * The flag and its value. `--mount` takes one CSV record, in which a field with a comma, a quote or a
 * line break is quoted as a whole: https://docs.docker.com/engine/storage/bind-mounts/#options-for---mount
 */
export function mountArguments(mount: MountFlag): [string, string] {
  if (mount.flag === 'volume') return ['--volume', [mount.source, mount.target, mount.options.join(',')].join(':')];
  if (mount.flag === 'tmpfs') return ['--tmpfs', `${mount.target}:${mount.options.join(',')}`];
  const fields = [
    `type=${mount.type}`,
    ...(mount.type !== 'tmpfs' && mount.source !== undefined ? [`source=${mount.source}`] : []),
    `target=${mount.target}`,
    ...(mount.readOnly ? ['readonly'] : []),
    ...(mount.type === 'tmpfs' && mount.size !== undefined ? [`tmpfs-size=${mount.size}`] : []),
    ...(mount.type === 'tmpfs' && mount.mode !== undefined ? [`tmpfs-mode=${mount.mode}`] : []),
  ];
  return ['--mount', fields.map(csvField).join(',')];
}

/** One field of a CSV record. */
export function csvField(field: string): string {
  return /[",\n\r]/.test(field) || field.startsWith(' ') ? `"${field.replaceAll('"', '""')}"` : field;
}
