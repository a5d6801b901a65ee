import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { type Option, runOptions, variableOf } from '../lib/config/options.ts';
import { defaults, file } from '../lib/config/schema.ts';
import { withFreshExamples } from '../lib/testing/readme.ts';

/** The part of JSON Schema that para's own uses. */
export type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: unknown;
  readonly required?: readonly string[];
};

/** What is generated: each file's path from the repository's root, and its text from its present one. */
export const generated: Readonly<Record<string, (present: string) => Promise<string>>> = {
  'lib/config/para.schema.json': async () => `${JSON.stringify(jsonSchema(), undefined, 2)}\n`,
  'README.md': (present) => withFreshExamples(between(between(present, 'options', optionTable()), 'keys', keyTable())),
};

/** The configuration file as JSON Schema draft-07. */
export function jsonSchema(): JsonSchema {
  const converted = tidy(toJsonSchema(file, { target: 'draft-07' }) as JsonSchema);
  const { $schema, docker, profiles } = converted.properties as Record<'$schema' | 'docker' | 'profiles', JsonSchema>;
  const head = { $schema: 'http://json-schema.org/draft-07/schema#', $id: 'urn:para:para.schema.json', title: 'para configuration' };
  const about = { description: 'para runs any command or AI coding agent in a container. A key set to null forgets what weaker layers said.' };
  const named = { ...$schema, description: 'names this schema, for editors; ends in para.schema.json' };
  return { ...head, ...about, ...converted, properties: { $schema: named, docker: withDefaults(docker, defaults), profiles } };
}

/** Each key can be null, which valibot writes as a choice in a choice: one level, with the description outside. */
function tidy(schema: JsonSchema): JsonSchema {
  const { propertyNames: _everyNameIsText, ...rest } = schema;
  const inner = {
    ...rest,
    ...(rest.items === undefined ? {} : { items: tidy(rest.items) }),
    ...(rest.properties === undefined ? {} : { properties: mapValues(rest.properties, tidy) }),
    ...(typeof rest.additionalProperties === 'object' ? { additionalProperties: tidy(rest.additionalProperties) } : {}),
  };
  if (inner.anyOf === undefined) return inner;
  const choices = inner.anyOf.map(tidy);
  const description = [inner, ...choices].find((one) => one.description !== undefined)?.description;
  const flat = choices.flatMap(({ description: _moved, ...one }) => one.anyOf ?? [one]);
  const isPlain = flat.every((one) => Object.keys(one).join() === 'type');
  return { ...(description === undefined ? {} : { description }), ...(isPlain ? { type: flat.flatMap((one) => one.type ?? []) } : { anyOf: flat }) };
}

function withDefaults(schema: JsonSchema, value: unknown): JsonSchema {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { ...schema, default: value };
  const known = value as Readonly<Record<string, unknown>>;
  const inside = (one: JsonSchema): JsonSchema =>
    one.properties === undefined ? one : { ...one, properties: mapValues(one.properties, (property, key) => (known[key] === undefined ? property : withDefaults(property, known[key]))) };
  return schema.anyOf === undefined ? inside(schema) : { ...schema, anyOf: schema.anyOf.map(inside) };
}

function mapValues(record: Readonly<Record<string, JsonSchema>>, change: (value: JsonSchema, key: string) => JsonSchema): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

function optionTable(): string {
  const spelled = (option: Option): string => {
    const names = [...(option.short === undefined ? [] : [`-${option.short}`]), `--${option.name}`, ...(option.aliases ?? []).map((one) => `--${one}`)];
    return `${names.map(code).join(', ')}${option.many === undefined ? '' : ' (repeatable)'}`;
  };
  const rows = runOptions.map((option) => [spelled(option), code(option.value), code(variableOf(option)), code(option.key), option.about]);
  return table(['option', 'value', 'variable', 'config key', 'meaning'], rows);
}

function keyTable(): string {
  const rows = keysOf(jsonSchema().properties!['docker']!, '').map(({ path, schema }) => [
    code(path),
    typeWords(schema),
    code(schema.default === undefined ? undefined : JSON.stringify(schema.default)),
    schema.description ?? '',
  ]);
  return table(['key', 'type', 'default', 'meaning'], rows);
}

/** Every key below a schema, with its path: `resources.cpus`, `agents.NAME.env`. */
export function keysOf(schema: JsonSchema, prefix: string): { path: string; schema: JsonSchema }[] {
  return (schema.anyOf ?? [schema]).flatMap((choice) => {
    const map = typeof choice.additionalProperties === 'object' ? keysOf(choice.additionalProperties, `${prefix}NAME.`) : [];
    const own = Object.entries(choice.properties ?? {}).flatMap(([key, inner]) => [{ path: prefix + key, schema: inner }, ...keysOf(inner, `${prefix}${key}.`)]);
    return [...own, ...map];
  });
}

/** A type in words. That it may be null as well goes for every key and is not told. */
function typeWords(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((one) => code(String(one))).join(', ');
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeWords).filter((one) => one !== '').join(' or ');
  if (schema.items !== undefined) return `list of ${typeWords(schema.items).replaceAll(/\b(string|number|object)\b/g, '$1s')}`;
  if (schema.properties !== undefined) return 'object';
  if (typeof schema.additionalProperties === 'object') return `map of name to ${typeWords(schema.additionalProperties)}`;
  const words = [schema.type ?? []].flat().filter((one) => one !== 'null');
  return words.map((one) => (one === 'integer' ? 'whole number' : one)).join(' or ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function code(text: string | undefined): string {
  return text === undefined ? '' : `\`${text}\``;
}

/** The text with what stands between `<!-- NAME -->` and `<!-- /NAME -->` replaced. */
function between(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no ${start} … ${end}`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

async function main(args: readonly string[]): Promise<void> {
  if (args.some((one) => one !== '--check')) throw new Error('usage: scripts/schema [--check]');
  const root = fileURLToPath(new URL('..', import.meta.url));
  const read = (path: string): string => {
    try {
      return readFileSync(root + path, 'utf8');
    } catch {
      return '';
    }
  };
  for (const [path, make] of Object.entries(generated)) {
    const present = read(path);
    const fresh = await make(present);
    if (fresh === present) continue;
    if (!args.includes('--check')) writeFileSync(root + path, fresh);
    else {
      console.error(`${path} is stale: run scripts/schema`);
      process.exitCode = 1;
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
