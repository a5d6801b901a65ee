import { presets } from '../agents/presets.ts';

/** What a path may mention of the host. */
export type Surroundings = {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

export type Expanded = { readonly text: string } | { readonly problem: string };

/** Names that tell a secret by themselves. */
const secretName = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL/i;

const keyNames = new Set(Object.values(presets).flatMap((agent) => agent.env));

/**
 * `~`, `${NAME}` and `${NAME:-default}` (the default also for an empty value) as the host has them.
 * An unset name without a default and `~user` are problems, and so is an API key: a path ends up in
 * docker's arguments, where `ps` shows it.
 */
export function expand(text: string, { home, env }: Surroundings): Expanded {
  const user = /^~([^/\\]+)/.exec(text);
  if (user !== null) return { problem: `'~${user[1]}' is not expanded; write the path out` };
  const problems: string[] = [];
  const replaced = text.replace(/^~/, () => home).replaceAll(/\$\{([^}]*)\}/g, (_whole, inside: string) => {
    const [, name, fallback] = /^([A-Za-z_][A-Za-z0-9_]*)(?::-([\s\S]*))?$/.exec(inside) ?? [];
    if (name === undefined) problems.push(`'\${${inside}}' is not \${NAME} or \${NAME:-default}`);
    else if (keyNames.has(name) || secretName.test(name)) problems.push(`${name} may be a secret and must not stand in a path`);
    else if (env[name] === undefined && fallback === undefined) problems.push(`${name} is not set; \${${name}:-default} gives it a default`);
    const value = name === undefined ? undefined : env[name];
    return value === undefined || (value === '' && fallback !== undefined) ? (fallback ?? '') : value;
  });
  return problems.length > 0 ? { problem: problems.join('; ') } : { text: replaced };
}
