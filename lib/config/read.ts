import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmdirSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { type Failure, ParaError, reasonOf, throwIfAny } from '../error.ts';
import { type Parsed, parseJson, parseYaml } from './text.ts';

/** A configuration file as read: its data and where things stand in it. */
export type ConfigFile = Parsed & {
  readonly path: string;
  /** What relative paths in it are relative to. */
  readonly base: string;
};

export type Found = {
  readonly user?: ConfigFile;
  readonly project?: ConfigFile;
  /** The project root, before `workspace.root` has its say. */
  readonly root: string;
  /** The git top level the working directory is in. */
  readonly gitTop?: string;
  readonly notes: readonly string[];
};

export type Where = {
  readonly cwd: string;
  readonly home: string;
  readonly userConfig: string;
  readonly cache: string;
  /** `--config FILE` */
  readonly file?: string | undefined;
  /** `--no-config` */
  readonly none?: boolean | undefined;
};

/** In each directory the first of these counts. */
const places = ['.para/config.json', '.pararc', '.pararc.json', '.pararc.yaml', '.pararc.yml', 'config.json', 'package.json'];

/** Reads the user's and the project's configuration file. Executes and imports nothing. */
export async function readConfig(where: Where): Promise<Found> {
  const gitTop = upwards(where.cwd).find((directory) => existsSync(join(directory, '.git')));
  const around = gitTop === undefined ? {} : { gitTop };
  if (where.none === true) return { root: gitTop ?? where.cwd, ...around, notes: [] };
  const user = existsSync(where.userConfig) ? await readFile(where.userConfig, dirname(where.userConfig)) : undefined;
  const users = user === undefined ? {} : { user };
  if (where.file !== undefined) {
    const path = resolve(where.cwd, where.file.replace(/^~(?=\/|$)/, () => where.home));
    return { ...users, project: await readFile(path, baseOf(path)), root: gitTop ?? where.cwd, ...around, notes: [] };
  }
  const found = await searchProject(where, gitTop);
  if (found === undefined) return { ...users, root: gitTop ?? where.cwd, ...around, notes: [] };
  const project = found.file === undefined ? {} : { project: await readFile(found.file, found.directory) };
  return { ...users, ...project, root: found.directory, ...around, notes: found.notes };
}

type Hit = { readonly directory: string; readonly file?: string; readonly notes: readonly string[] };

/** The nearest directory, from the working directory up to the git top level or the home, that holds a project file. */
async function searchProject(where: Where, gitTop: string | undefined): Promise<Hit | undefined> {
  for (const directory of upwards(where.cwd, [gitTop, where.home, real(where.home)])) {
    const present = places.filter((place) => isReadable(directory, place, gitTop));
    const file = present.length === 0 ? undefined : await searchOne(directory, present, where);
    if (file !== undefined) {
      const others = present.map((place) => join(directory, place)).filter((path) => path !== file);
      return { directory, file, notes: others.map((other) => `${file} is used; ${other} is ignored`) };
    }
    if (existsSync(join(directory, '.para/Dockerfile'))) return { directory, notes: [] };
  }
  return undefined;
}

/**
 * cosmiconfig, asked for one directory. On creation it would look for a configuration of its
 * own in the working directory and execute it (`.config/config.cjs`), so it is created while
 * that is a new, empty directory of para's. The loaders wrap what they read, which keeps
 * cosmiconfig from following a `$import` in it.
 */
async function searchOne(directory: string, present: readonly string[], where: Where): Promise<string | undefined> {
  const { cosmiconfigSync } = await import('cosmiconfig');
  const empty = makeEmptyDirectory(where.cache);
  const load = (path: string, text: string): { para?: string } => (isOurs(path, text) ? { para: path } : {});
  const wrap = (path: string, text: string): { para: string } | undefined => (isOurs(path, text) ? { para: path } : undefined);
  const loaders = { '.json': (path: string, text: string) => (path.endsWith('/package.json') ? load(path, text) : wrap(path, text)), '.yaml': wrap, '.yml': wrap, noExt: wrap };
  process.chdir(empty);
  try {
    const search = cosmiconfigSync('para', { searchPlaces: [...present], loaders, packageProp: 'para', cache: false });
    return search.search(directory)?.filepath;
  } catch (error) {
    throw new ParaError([unreadable(join(directory, present[0]!), error)]);
  } finally {
    process.chdir(where.cwd);
    rmdirSync(empty);
  }
}

/** A new directory, so that nothing can be in it: the cache may lie wherever the environment says. */
function makeEmptyDirectory(cache: string): string {
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    return mkdtempSync(join(cache, 'empty-'));
  } catch (error) {
    throw new ParaError([{ id: 'unwritable', path: cache, reason: reasonOf(error) }]);
  }
}

/**
 * Whether a place of a directory holds a plain file that is the project's own. A link that leads
 * out of the project, a pipe or a device under one of para's names is an error; under somebody
 * else's name (`config.json`, `package.json`) it is nobody's business.
 */
function isReadable(directory: string, place: string, gitTop: string | undefined): boolean {
  const path = join(directory, place);
  if (!existsSync(path) || statSync(path).isDirectory()) return false;
  const top = `${real(gitTop ?? directory)}/`.replace('//', '/');
  const reason = !statSync(path).isFile() ? 'it is not a plain file' : !real(path).startsWith(top) ? 'it is a link that leads out of the project' : undefined;
  if (place === 'config.json' || place === 'package.json') return reason === undefined && saysOurs(path);
  if (reason === undefined) return true;
  throw new ParaError([{ id: 'unreadable', file: path, reason }]);
}

/** Whether somebody's file is para's too. One that cannot be read or understood is theirs to mend. */
function saysOurs(path: string): boolean {
  try {
    const text = readText(path);
    return /"(para|docker|profiles|\$schema)"/.test(text) && isOurs(path, text);
  } catch {
    return false;
  }
}

/** Whether a file is meant for para: always for its own names; `config.json` and `package.json` only if they say so. */
function isOurs(path: string, text: string): boolean {
  if (path.endsWith('/package.json')) return objectAt(parseJson(text).value, 'para') !== undefined;
  if (!path.endsWith('/config.json') || path.endsWith('/.para/config.json')) return true;
  const { value, problems } = parseJson(text);
  if (problems.length > 0) return false;
  const schema = objectAt(value, '$schema');
  const named = typeof schema === 'string' && schema.endsWith('para.schema.json');
  return named || ['docker', 'profiles'].some((key) => isObject(objectAt(value, key)));
}

async function readFile(path: string, base: string): Promise<ConfigFile> {
  const text = readText(path);
  const isYaml = /\.ya?ml$/.test(path) || (path.endsWith('/.pararc') && !/^(\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*[{[]/.test(text));
  const parsed = isYaml ? await parseYaml(text) : parseJson(text);
  const empty = text.trim() === '' && !path.endsWith('package.json');
  const told = parsed.problems.filter((one, index) => parsed.problems.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === index);
  throwIfAny((empty ? [] : told).map((problem): Failure => ({ id: 'syntax', at: { layer: 'project', file: path, key: '', ...problem.position }, reason: problem.reason })));
  if (path.endsWith('/package.json')) return packageKey(parsed, path, base);
  return { ...parsed, value: parsed.value ?? {}, path, base };
}

/** Only what package.json says under `para`, its positions with it. */
function packageKey(parsed: Parsed, path: string, base: string): ConfigFile {
  const inside = Object.entries(parsed.positions).filter(([key]) => key.startsWith('para.'));
  const positions = Object.fromEntries(inside.map(([key, position]) => [key.slice('para.'.length), position]));
  return { value: objectAt(parsed.value, 'para') ?? {}, positions, problems: [], path, base };
}

function readText(path: string): string {
  try {
    if (statSync(path).size > 1024 * 1024) throw new Error('it is larger than 1 MiB');
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ParaError([unreadable(path, error)]);
  }
}

function unreadable(file: string, error: unknown): Failure {
  return { id: 'unreadable', file, reason: reasonOf(error) };
}

/** A file in `.para/` speaks for the directory above it. */
function baseOf(path: string): string {
  const directory = dirname(path);
  return directory.endsWith('/.para') ? dirname(directory) : directory;
}

/** The directory and those above it, nearest first, up to and with the first that is one of `stops`. */
function upwards(from: string, stops: readonly (string | undefined)[] = []): string[] {
  if (!isAbsolute(from)) return [];
  const parent = dirname(from);
  return parent === from || stops.includes(from) ? [from] : [from, ...upwards(parent, stops)];
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectAt(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
