/**
 * One word as POSIX shell, so that `sh` reads back exactly `word`: bare when every character is
 * safe everywhere, else in single quotes, where only the quote itself needs care.
 */
export function quote(word: string): string {
  if (/^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A whole argv as one line of POSIX shell. */
export function quoteAll(argv: readonly string[]): string {
  return argv.map(quote).join(' ');
}
