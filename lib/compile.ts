import { type Given } from './cli/words.ts';
import { type Config } from './config/config.ts';
import { effectiveConfig } from './config/effective.ts';
import { notChoices, type Request, toLayer, toRequest } from './config/given.ts';
import { fileLayers } from './config/layers.ts';
import { runOptions } from './config/options.ts';
import { readConfig } from './config/read.ts';
import { readVariables } from './config/variables.ts';
import { type Host, lookAt, readEndpoint, readGitDirectory, readIfThere } from './host.ts';
import { sha256 } from './hash.ts';
import { dockerfilePath } from './plan/image.ts';
import { pathsToLookAt } from './plan/paths.ts';
import { type Plan } from './plan/plan.ts';
import { planRun } from './plan/run.ts';
import { workspaceRoot } from './plan/workspace.ts';

export type Compiled = {
  readonly request: Request;
  readonly config: Config;
  readonly plan: Plan;
};

/** READ, then DECIDE: from what was typed to the plan of a run. Touches no engine and writes nothing but the cache. */
export async function compileRun(host: Host, typed: readonly Given[], words: readonly string[]): Promise<Compiled> {
  const variables = readVariables(host.env, runOptions);
  const request = toRequest([...variables.given, ...typed]);
  const found = await readConfig({ ...host, file: request.config, none: request.noConfig });
  const config = effectiveConfig(
    [
      { layers: [], failures: [...variables.failures, ...notChoices([...variables.given, ...typed])] },
      fileLayers(found, request.profile),
      toLayer('environment', variables.given, host.cwd),
      toLayer('option', typed, host.cwd),
    ],
    host,
  );

  const projectFile = found.project?.path;
  const root = workspaceRoot(config, found.root);
  const gitDirectory = root === undefined ? undefined : readGitDirectory(root);
  const facts = {
    paths: lookAt(pathsToLookAt(config, host, { projectRoot: found.root, projectFile, gitTop: found.gitTop, gitDirectory })),
    endpoint: readEndpoint(host, config.context, sha256),
    gitDirectory,
    dockerfile: readIfThere(dockerfilePath(config, found.root)),
  };
  const plan = planRun({ config, request, host, facts, words, projectRoot: found.root, projectFile, gitTop: found.gitTop });
  return { request, config, plan: { ...plan, notes: [...found.notes, ...variables.notes, ...plan.notes] } };
}
