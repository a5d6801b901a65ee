import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** Line and column, both from 1. */
export type Position = { readonly line: number; readonly column: number };

/** A configuration file's content as plain data, and where each key path (`docker.mounts[2]`) stands. */
export type Parsed = {
  readonly value: unknown;
  readonly positions: Readonly<Record<string, Position>>;
  readonly problems: readonly { readonly position: Position; readonly reason: string }[];
};

/** Appends one step to a key path: `docker`, `mounts` → `docker.mounts`; `docker.mounts`, 2 → `docker.mounts[2]`. */
export function step(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** JSON with comments and trailing commas. Data only: nothing in it is followed or run. */
export function parseJson(source: string): Parsed {
  try {
    return readJson(source);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { value: undefined, positions: {}, problems: [{ position: { line: 1, column: 1 }, reason: 'this is nested too deeply' }] };
  }
}

function readJson(source: string): Parsed {
  const text = source.replace(/^\uFEFF/, ' ');
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const at = lines(text);
  const positions: Record<string, Position> = {};
  const problems = errors.map(({ error, offset }) => ({ position: at(offset), reason: sentence(printParseErrorCode(error)) }));
  const value = root === undefined ? undefined : dataOf(root, '');
  return { value, positions, problems };

  function dataOf(node: Node, path: string): unknown {
    positions[path] ??= at(node.offset);
    if (node.type === 'array') return (node.children ?? []).map((child, index) => dataOf(child, step(path, index)));
    if (node.type !== 'object') return node.value;
    const seen = new Set<string>();
    const entries = (node.children ?? []).flatMap((property): [string, unknown][] => {
      const [name, child] = property.children ?? [];
      if (name === undefined || child === undefined) return [];
      const key = String(name.value);
      if (seen.has(key)) problems.push({ position: at(name.offset), reason: `the key '${key}' stands here twice` });
      seen.add(key);
      positions[step(path, key)] = at(name.offset);
      return [[key, dataOf(child, step(path, key))]];
    });
    return Object.fromEntries(entries);
  }
}

/** YAML 1.2, of which plain JSON is a part. Loaded only where a YAML file is met. */
export async function parseYaml(text: string): Promise<Parsed> {
  const { LineCounter, isMap, isPair, isScalar, isSeq, parseDocument } = await import('yaml');
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const at = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const positions: Record<string, Position> = { '': { line: 1, column: 1 } };
  note(document.contents, '');
  const problems = document.errors.map((error) => ({ position: at(error.pos[0]), reason: error.message }));
  if (problems.length > 0) return { value: undefined, positions, problems };
  try {
    return { value: document.toJS(), positions, problems };
  } catch (error) {
    // An alias without its anchor, or more of them than a configuration can need.
    return { value: undefined, positions, problems: [{ position: { line: 1, column: 1 }, reason: error instanceof Error ? error.message : String(error) }] };
  }

  function note(node: unknown, path: string): void {
    if (isMap(node)) for (const pair of node.items) notePair(pair, path);
    if (isSeq(node)) for (const [index, child] of node.items.entries()) notePosition(child, step(path, index));
  }
  function notePair(pair: unknown, path: string): void {
    if (!isPair(pair)) return;
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    notePosition(pair.key, step(path, key));
    note(pair.value, step(path, key));
  }
  function notePosition(node: unknown, path: string): void {
    const range = (node as { range?: readonly number[] } | null)?.range;
    if (range?.[0] !== undefined) positions[path] = at(range[0]);
    note(node, path);
  }
}

/** Where an offset stands. The starts of lines are found once, and searched by halves: files may be long. */
function lines(text: string): (offset: number) => Position {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}

/** `CommaExpected` → `comma expected`. */
function sentence(code: string): string {
  return code.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
}
