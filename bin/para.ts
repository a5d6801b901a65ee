import { main } from '../lib/main.ts';
import { reportBug } from '../lib/bug.ts';

main(process.argv.slice(2)).then(
  (code) => {
    // All output is written: nothing is left to wait for.
    process.exit(code);
  },
  (error: unknown) => reportBug(error),
);
