import { main } from '../lib/main.ts';
import { reportBug } from '../lib/bug.ts';

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => reportBug(error),
);
