import { shortHash } from '../hash.ts';

/** Everything that decides what a build makes. */
export type FingerprintInputs = {
  /** The Dockerfile's text. */
  readonly dockerfile: string;
  /** The options of the build, values of the host by name only. */
  readonly options: unknown;
};

/** The tag of the image that these inputs make: the same inputs, the same tag. Twelve hexadecimal digits. */
export function fingerprint(inputs: FingerprintInputs): string {
  return shortHash(JSON.stringify([inputs.dockerfile, inputs.options]));
}
