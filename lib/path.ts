/** How the path of this machine reads inside a container: `C:\a\b` → `/c/a/b`, others as they are. */
export function toInside(path: string): string {
  const [, drive, rest] = /^([A-Za-z]):[\\/]?(.*)$/s.exec(path) ?? [];
  return drive === undefined ? path : `/${drive.toLowerCase()}/${rest!.replaceAll('\\', '/')}`;
}

/** Whether `path` is `directory` or lies below it. Both absolute and normal. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
}
