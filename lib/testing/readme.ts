import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArguments } from '../cli/parse.ts';
import { compileRun } from '../compile.ts';
import { toCommands } from '../docker/argv.ts';
import { type Host } from '../host.ts';
import { print } from '../print.ts';

/** Ada's machine, as the README tells it. */
const home = '/home/ada';
const directories = ['app/.git/hooks', 'data'];
const env = { HOME: home, TERM: 'xterm-256color', LANG: 'en_US.UTF-8', ANTHROPIC_API_KEY: 'not to be seen', OPENAI_API_KEY: 'not to be seen', GITHUB_TOKEN: 'not to be seen' };

/** The README with what each of its examples prints put in anew: right as long as nothing changes. */
export async function withFreshExamples(readme: string): Promise<string> {
  const { before, examples, after } = split(readme);
  let first: readonly string[] = [];
  let project: Readonly<Record<string, string>> = {};
  const fresh: string[] = [];
  for (const example of examples) {
    const files: Record<string, string> = { ...project };
    const blocks = [...example.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([whole, language = '', text = '']) => ({ whole, language, text }));
    let text = example;
    for (const block of blocks) {
      const name = /^(?:\/\/|#) (\S+)\n/.exec(block.text)?.[1];
      if (block.language !== 'sh') files[name ?? ''] = block.text;
      else {
        const command = /^\$ (.*)$/m.exec(block.text)?.[1] ?? '';
        const lines = (await printed(command, files)).map(groups);
        if (first.length === 0) first = lines.at(-1)!;
        const shown = lines.map((line) => wrap(line === first ? line : shortened(line, first)));
        text = text.replace(block.whole, () => `\`\`\`sh\n$ ${command}\n${shown.join('\n')}\n\`\`\``);
      }
    }
    fresh.push(text);
    if (fresh.length === 1) project = files;
  }
  return before + fresh.join('') + after;
}

/** The examples are the `###` parts of the README's Examples. */
export function split(readme: string): { before: string; examples: string[]; after: string } {
  const start = readme.indexOf('### ', readme.indexOf('\n## Examples\n'));
  const end = readme.indexOf('\n## ', start);
  return { before: readme.slice(0, start), examples: readme.slice(start, end).split(/^(?=### )/m), after: readme.slice(end) };
}

/** What a `para run --dry-run …` prints, line by line, on a machine with these files of Ada's. */
async function printed(command: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'para-readme-'));
  const here = process.cwd();
  const real = (text: string): string => text.replaceAll(home, root + home);
  try {
    for (const path of directories) mkdirSync(join(root, home, path), { recursive: true });
    writeFileSync(join(root, home, '.gitconfig'), '');
    for (const [name, text] of Object.entries(files)) {
      const path = name.startsWith('~') ? join(root, home, name.slice(1)) : join(root, home, 'app', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, real(text));
    }
    const invocation = parseArguments(wordsOf(command).slice(1).map(real));
    if (invocation.command !== 'run' || !command.includes('--dry-run')) throw new Error(`not a dry run: ${command}`);
    const host: Host = {
      version: '0.1.0',
      platform: 'linux',
      cwd: join(root, home, 'app'),
      home: join(root, home),
      uid: 1000,
      gid: 1000,
      user: 'ada',
      group: 'ada',
      env,
      stdinIsTty: true,
      stdoutIsTty: true,
      random: '7f3a91c05d',
      userConfig: join(root, home, '.config/para/config.json'),
      cache: join(root, home, '.cache/para'),
    };
    const { plan } = await compileRun(host, invocation.given, invocation.words);
    const text = print(toCommands(plan.steps), 'shell').replaceAll(root, '');
    // Hashes are of paths in a temporary directory here.
    return text.trimEnd().replaceAll(/\b[0-9a-f]{12}\b/g, '0123456789ab').split('\n');
  } finally {
    process.chdir(here);
    rmSync(root, { recursive: true, force: true });
  }
}

/** The words of a command line, as a shell sees them. */
function wordsOf(command: string): string[] {
  const { stdout } = spawnSync('sh', ['-c', `para() { printf '%s\\0' para "$@"; }; ${command}`], { env, encoding: 'utf8' });
  return stdout.split('\0').slice(0, -1);
}

/** The words of a printed line, each option with its value. */
function groups(line: string): string[] {
  const words = line.match(/(?:[^\s']|'[^']*')+/g) ?? [];
  return words.reduce<string[]>((before, word) => {
    const last = before.at(-1) ?? '';
    const belongs = /^--[a-z-]+$/.test(last) && !['--rm', '--init', '--interactive', '--tty', '--detach', '--force-rm'].includes(last) && !word.startsWith('--');
    return belongs ? [...before.slice(0, -1), `${last} ${word}`] : [...before, word];
  }, []);
}

/** Options that stand in the first example just so, all of that name, become `…`; the program, image and command stay. */
function shortened(line: readonly string[], first: readonly string[]): string[] {
  if (line[1] !== 'run') return [...line];
  const nameOf = (group: string): string => group.split(' ')[0]!;
  const named = (groups: readonly string[], name: string): string => groups.filter((group) => nameOf(group) === name).join(' ');
  const end = line.findIndex((group) => group.startsWith('--entrypoint'));
  const marked = line.map((group, index) => (index > 1 && index < end && named(line, nameOf(group)) === named(first, nameOf(group)) ? '…' : group));
  return marked.filter((group, index) => group !== '…' || marked[index - 1] !== '…');
}

/** Lines of at most 110 characters that a shell reads as one. */
function wrap(line: readonly string[]): string {
  const lines = line.reduce<string[]>((before, group) => {
    const last = before.at(-1);
    if (last === undefined) return [group];
    return `${last} ${group}`.length <= 108 ? [...before.slice(0, -1), `${last} ${group}`] : [...before, `  ${group}`];
  }, []);
  return lines.join(' \\\n');
}
