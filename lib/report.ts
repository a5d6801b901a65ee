import { type Failure, type Origin } from './error.ts';
import { type Paint } from './terminal.ts';

/** What a failure says: one line, and something to type or edit that mends it. */
type Words = { readonly message: string; readonly hint: string };

/** All failures as stderr shows them: `para: …` and `hint: …` for each. */
export function report(failures: readonly Failure[], paint: Paint): string {
  return failures.map(word).map(({ message, hint }) => `${paint.error('para:')} ${oneLine(message)}\n${paint.dim('hint:')} ${oneLine(hint)}\n`).join('');
}

/** A note: something to know, nothing failed. */
export function noteLine(text: string, paint: Paint): string {
  return `${paint.dim('para: note:')} ${oneLine(text)}\n`;
}

/** Control characters would let a value from a file write over the terminal. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be replaced
  return text.replaceAll(/[\x00-\x1f\x7f-\x9f]/g, (character) => JSON.stringify(character).slice(1, -1));
}

/** `path:line:column: key`, or the option or variable. */
function place(at: Origin): string {
  if (at.file === undefined) return at.key;
  const position = at.line === undefined ? '' : `:${at.line}:${at.column}`;
  return `${at.file}${position}${at.key === '' ? '' : `: ${at.key}`}`;
}

function meant(nearest: string | undefined, otherwise: string): string {
  return nearest === undefined ? otherwise : `did you mean ${nearest}?`;
}

/** Where nobody gave an example: what to make of the value, or what tells it. */
function valueHint(at: Origin, expected: string): string {
  if (at.file !== undefined) return `make ${at.key === '' ? 'the whole of it' : at.key} ${expected}`;
  const choice = /^(\w+)(, \w+)* or \w+$/.exec(expected)?.[1];
  if (at.key.startsWith('PARA_')) return choice === undefined ? `unset ${at.key}, or export ${expected}` : `for example export ${at.key}=${choice}; unset ${at.key} leaves it out`;
  if (!at.key.startsWith('-')) return `set ${at.key} to ${expected}`;
  return choice === undefined ? `para run --help tells what ${at.key} takes` : `for example ${at.key} ${choice}`;
}

/** The one place that words failures. A new one does not compile until it is worded here. */
function word(failure: Failure): Words {
  switch (failure.id) {
    case 'unknown-command':
      return { message: `'${failure.command}' is not a para command`, hint: meant(failure.nearest && `para ${failure.nearest}`, 'para --help lists them') };
    case 'unknown-option':
      return { message: `unknown option ${failure.option}`, hint: meant(failure.nearest, "para run --help lists the options; options for the command itself come after it, or after '--'") };
    case 'option-value':
      return failure.problem === 'missing'
        ? { message: `${failure.option} needs a value`, hint: `write ${failure.option} VALUE; para run --help tells what it takes` }
        : { message: `${failure.option} is a switch and takes only true or false`, hint: `write ${failure.option} alone` };
    case 'unreadable':
      return { message: `cannot read ${failure.file}: ${failure.reason}`, hint: 'mend the file or its permissions, or name another with --config FILE' };
    case 'unwritable':
      return { message: `cannot write to ${failure.path}: ${failure.reason}`, hint: 'make it writable, or name another cache directory: export XDG_CACHE_HOME=DIR' };
    case 'syntax':
      return { message: `${place(failure.at)}: ${failure.reason}`, hint: 'mend the file there; --no-config runs without it' };
    case 'unknown-key':
      return { message: `${place(failure.at)}: unknown key`, hint: meant(failure.nearest, `known here: ${failure.known.join(', ')}`) };
    case 'value':
      return { message: `${place(failure.at)}: expected ${failure.expected}, found ${failure.found}`, hint: failure.hint ?? valueHint(failure.at, failure.expected) };
    case 'conflict':
      return { message: `${place(failure.at)}: ${failure.problem}`, hint: failure.hint };
    case 'unknown-profile':
      return { message: `there is no profile '${failure.name}'`, hint: meant(failure.nearest, failure.known.length === 0 ? "add it under 'profiles' in the configuration" : `known: ${failure.known.join(', ')}`) };
    case 'missing-path':
      return { message: `${place(failure.at)}: the ${failure.what} '${failure.entry}' does not exist${failure.entry === failure.path ? '' : `: ${failure.path}`}`, hint: failure.what === 'mount source' && failure.at.file !== undefined ? 'create it, mend the path, or write {"source": …, "optional": true}' : 'create it, or mend the path' };
    case 'duplicate-target':
      return { message: `${place(failure.at)}: '${failure.entry}' is a second mount for ${failure.target}; the first is '${failure.otherEntry}' (${place(failure.other)})`, hint: 'give one of them another target, or leave it out' };
    case 'required-variable':
      return { message: `${place(failure.at)}: ${failure.name} is required and not set`, hint: `export ${failure.name}=…, or leave 'required' out` };
    case 'workspace':
      return { message: `${failure.at.layer === 'default' ? '' : `${place(failure.at)}: `}${failure.root} cannot be the workspace: ${failure.reason}`, hint: 'start para in a project directory, or name one: --workspace DIR' };
    case 'disabled':
      return { message: `${place(failure.at)}: containers are switched off here, and para never runs a command on the host`, hint: 'set docker.enabled to true' };
    case 'no-image':
      return { message: 'no image is named, and there is no Dockerfile', hint: 'name one: --image IMAGE, docker.default_image, or a .para/Dockerfile' };
    case 'proxy-over-tcp':
      return { message: `${failure.name} is a proxy on the loopback with credentials, and docker reaches its engine over tcp: changed for the container, it would change docker's own way too`, hint: `leave it out: -e '!${failure.name}', or give the container's own: -e ${failure.name}=URL` };
    case 'not-yet':
      return { message: `${place(failure.at)}: ${failure.feature} is not in this version of para`, hint: 'leave it out' };
    case 'working-directory':
      return { message: 'the working directory is gone or cannot be read', hint: 'cd to a directory that is there' };
    case 'engine-missing':
      return { message: `${failure.engine} is not installed, or not on PATH`, hint: failure.engine === 'docker' ? 'install docker (https://docs.docker.com/engine/install/), or name another engine: --engine podman' : 'install it, or name another engine: --engine docker' };
    case 'engine-silent':
      return { message: `the engine does not answer${failure.detail === '' ? '' : `: ${failure.detail}`}`, hint: `start it (systemctl start docker, or Docker Desktop), then try '${failure.engine} version'` };
    case 'image-missing':
      return { message: `the image ${failure.image} is not here and could not be pulled`, hint: `check the name, or try '${failure.engine} pull ${failure.image}'` };
    case 'build-failed':
      return { message: `building ${failure.dockerfile} failed (${failure.engine} build ended with ${failure.code}); nothing was run`, hint: "its reason is above; mend the Dockerfile and try again" };
    case 'run-failed':
      return { message: `${failure.engine} could not start the container; its reason is above`, hint: 'para run --dry-run … prints the line that was tried' };
    case 'spawn-failed':
      return { message: `${failure.engine} could not be started: ${failure.reason}`, hint: 'check the program named by --engine or docker.engine' };
  }
}
