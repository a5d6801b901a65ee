import { join } from 'node:path';
import { casesOf, fixtures, readCase, withWorld } from '../lib/testing/case.ts';
import { compileCase, goldensOf, writeGoldens, writeOrRemove } from '../lib/testing/golden.ts';
import { errorOf } from '../lib/testing/para.ts';

const wanted = process.argv.slice(2);
const chosen = (kind: 'plan' | 'errors'): string[] => casesOf(kind).filter((name) => wanted.length === 0 || wanted.includes(name));

for (const name of chosen('plan')) {
  const directory = join(fixtures, 'plan', name);
  const one = readCase(directory);
  try {
    writeGoldens(directory, await withWorld(directory, one, async (world) => goldensOf(await compileCase(one, world), world.root)));
  } catch (error) {
    console.error(`${name}: ${JSON.stringify((error as { failures?: unknown }).failures) ?? String(error)}`);
    process.exitCode = 1;
  }
}

for (const name of chosen('errors')) {
  const directory = join(fixtures, 'errors', name);
  const { stderr } = await errorOf(directory, readCase(directory));
  writeOrRemove(join(directory, 'stderr'), stderr);
}
