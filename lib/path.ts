/** How the path of this machine reads inside a container: `C:\a\b` → `/c/a/b`, others as they are. */
export function toInside(path: string): string {
  const [, drive, rest] = /^([A-Za-z]):[\\/]?(.*)$/s.exec(path) ?? [];
  return drive === undefined ? path : `/${drive.toLowerCase()}/${rest!.replaceAll('\\', '/')}`;
}

/** Whether `path` is `directory` or lies below it. Both absolute and normal. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
}

/** A path inside the container, normal: `/t/` and `/t//./` are `/t`. */
export function insidePath(path: string): string {
  if (!path.startsWith('/')) return path;
  const steps = path.split('/').reduce<string[]>((before, name) => (name === '' || name === '.' ? before : name === '..' ? before.slice(0, -1) : [...before, name]), []);
  return `/${steps.join('/')}`;
}
