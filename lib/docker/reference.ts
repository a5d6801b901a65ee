/**
 * What is wrong with an image reference, in words that follow "it"; undefined when it is a good one.
 * The grammar is docker's: https://github.com/distribution/reference/blob/main/reference.go
 */
export function imageProblem(reference: string): string | undefined {
  if (reference === '') return 'is empty';
  if (/\s/.test(reference)) return 'has white space in it';
  if (reference.startsWith('-')) return 'starts with a dash';
  const [, name = '', , tag, digest] = /^(.*?)((?::([^/:@]*))?(?:@(.*))?)$/s.exec(reference) ?? [];
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) return `has a tag that is not one: '${tag}'`;
  if (digest !== undefined && !/^[A-Za-z][\w+.-]*:[0-9a-fA-F]{32,}$/.test(digest)) return 'has a digest that is not one';
  const [first = '', ...rest] = name.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const path = isHost ? rest : [first, ...rest];
  if (isHost && !/^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*)(:\d+)?$/.test(first)) return `has a registry that is not a host: '${first}'`;
  if (path.some((part) => /[A-Z]/.test(part))) return 'has capital letters; docker allows none in a name';
  if (!path.every((part) => /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/.test(part))) return 'is not a name docker takes';
  if (name.length > 255) return 'is longer than 255 characters';
  return undefined;
}

/** Whether docker takes it as the name of a container, network or volume: https://github.com/moby/moby/blob/master/daemon/names/names.go */
export function isObjectName(name: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name);
}
