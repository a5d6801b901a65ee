import { createHash } from 'node:crypto';

/** Everything that decides what a build makes. */
export type FingerprintInputs = {
  /** The Dockerfile's text. */
  readonly dockerfile: string;
  /** The options of the build, values of the host by name only. */
  readonly options: unknown;
};

/** The tag of the image that these inputs make: the same inputs, the same tag. Twelve hexadecimal digits. */
export function fingerprint(inputs: FingerprintInputs): string {
  return createHash('sha256').update(JSON.stringify([inputs.dockerfile, inputs.options])).digest('hex').slice(0, 12);
}
