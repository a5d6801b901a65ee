import yargs from 'yargs';
import { runOptions } from '../config/options.ts';

/** The help text of para, or of one command; made by yargs from the option table. */
export async function helpText(topic: 'run' | undefined): Promise<string> {
  const parser = yargs([]).scriptName('para').version(false).help(false).exitProcess(false).locale('en').wrap(100).parserConfiguration({ 'boolean-negation': false });
  if (topic === undefined) {
    parser.usage('para: run any command or AI coding agent in a container\n\nUsage: $0 COMMAND [options]');
    parser.command('run', 'run one command in a fresh container; `para run --help` lists its options');
    parser.command('help [command]', 'this help, or that of a command');
    parser.option('version', { alias: 'V', type: 'boolean', describe: "print para's version" });
  } else {
    parser.usage('Usage: $0 run [options] [--] [command [arg…]]\n\nRuns one command in a fresh container: foreground, removed afterwards, exit code passed through.\nOptions end at the first word that is not one; everything after it belongs to the command.');
    for (const option of runOptions) {
      const alias = [...(option.short === undefined ? [] : [option.short]), ...(option.aliases ?? [])];
      const kind = option.value === undefined ? ({ type: 'boolean' } as const) : ({ type: 'string', requiresArg: true } as const);
      parser.option(option.name, { alias, describe: option.about, ...kind });
    }
  }
  return `${await parser.option('help', { alias: 'h', type: 'boolean', describe: 'show this help' }).getHelp()}\n`;
}
