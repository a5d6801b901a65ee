import { type Origin } from '../error.ts';
import { type Problem } from './environment-entry.ts';
import { type WrittenMount } from './schema.ts';

/** One entry of `mounts`, its paths still as written. */
export type MountEntry = {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  readonly source?: string | undefined;
  readonly target?: string | undefined;
  /** undefined: what the place of the source makes of it. */
  readonly readOnly?: boolean | undefined;
  readonly optional: boolean;
  readonly relabel?: 'z' | 'Z' | undefined;
  readonly size?: string | undefined;
  readonly mode?: string | undefined;
  /** As it was written, for messages. */
  readonly entry: string;
  readonly at: Origin;
};

/** Understands `SOURCE[:TARGET][:OPTIONS]` or the object form, or says what is wrong with it. */
export function parseMountEntry(written: WrittenMount, at: Origin): MountEntry | Problem {
  return typeof written === 'string' ? parseString(written, at) : parseObject(written, at);
}

const grammar = 'SOURCE[:TARGET][:OPTIONS], options ro, rw, z, Z';
const example = 'for example ./data:/data:rw, or cache:/cache for a volume; a path with a colon is written {"source": …, "target": …}';

function parseString(entry: string, at: Origin): MountEntry | Problem {
  const parts = splitColons(entry);
  const options = parts.length > 1 && isOptions(parts.at(-1)!) ? parts.pop()!.split(',') : [];
  const [source = '', target] = parts;
  if (source === '' || target === '' || parts.length > 2) return { expected: grammar, found: `'${entry}'`, hint: example };
  if (options.includes('ro') && options.includes('rw')) return { expected: 'ro or rw, not both', found: `'${entry}'`, hint: 'leave one of them out' };
  const readOnly = options.includes('ro') ? true : options.includes('rw') ? false : undefined;
  const relabel = options.includes('Z') ? 'Z' : options.includes('z') ? 'z' : undefined;
  return isPath(source)
    ? { type: 'bind', source, target, readOnly, relabel, optional: false, entry, at }
    : volume({ type: 'volume', source, target, readOnly, relabel, optional: false, entry, at });
}

function parseObject(written: Exclude<WrittenMount, string>, at: Origin): MountEntry | Problem {
  const { source, target, size, mode } = written;
  const type = written.type ?? (source === undefined ? 'tmpfs' : isPath(source) ? 'bind' : 'volume');
  const entry = JSON.stringify(written);
  const parsed: MountEntry = { type, source, target, readOnly: written.read_only, optional: written.optional ?? false, size, mode, entry, at };
  const wrong = (expected: string, hint: string): Problem => ({ expected, found: entry, hint });
  if (type === 'tmpfs' && source !== undefined) return wrong('a tmpfs without a source', 'leave the source out, or the type');
  if (type === 'tmpfs' && target === undefined) return wrong('a tmpfs with a target', 'add "target": "/tmp"');
  if (type === 'bind' && (source === undefined || source === '')) return wrong('a bind with a source', 'add "source": "./data"');
  if (target === '') return wrong('a target that is not empty', 'for example "target": "/data"');
  if (type !== 'tmpfs' && (size !== undefined || mode !== undefined)) return wrong(`size and mode only for a tmpfs; this is a ${type}`, 'leave them out');
  if (size !== undefined && !/^\d+(\.\d+)?\s?([kmgt]i?)?b?$/i.test(size)) return wrong('a size as docker writes it', 'for example "size": "64m"');
  if (mode !== undefined && !/^[0-7]{3,5}$/.test(mode)) return wrong('a mode in octal', 'for example "mode": "1777"');
  return type === 'volume' ? volume(parsed) : parsed;
}

/** docker's grammar of a volume's name: https://github.com/moby/moby/blob/master/daemon/names/names.go */
function volume(parsed: MountEntry): MountEntry | Problem {
  if (parsed.source !== undefined && !/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(parsed.source)) {
    return { expected: "a volume's name (letters, digits, _ . -); a path starts with /, ./ or ~", found: parsed.entry.startsWith('{') ? parsed.entry : `'${parsed.entry}'`, hint: example };
  }
  return parsed.target === undefined ? { expected: 'a volume with a target: NAME:TARGET', found: `'${parsed.entry}'`, hint: `for example ${parsed.source ?? 'NAME'}:/${parsed.source ?? 'cache'}; for a path: ./${parsed.source ?? 'data'}` } : parsed;
}

/** A path starts with `/`, `~`, `.`, a drive letter, or a variable; anything else is a volume's name. */
function isPath(source: string): boolean {
  return /^([/~.\\]|\$\{|[A-Za-z]:[\\/])/.test(source);
}

function isOptions(part: string): boolean {
  return part.split(',').every((option) => ['ro', 'rw', 'z', 'Z'].includes(option));
}

/** Splits at colons, but not at a drive letter's nor inside `${NAME:-default}`. */
function splitColons(entry: string): string[] {
  return [...entry.matchAll(/(?:^|:)((?:^[A-Za-z]:(?=[\\/])|\$\{[^}]*\}|[^:])*)/g)].map((match) => match[1]!);
}
