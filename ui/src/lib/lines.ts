// What is written one a line. Pure.

/** Each once, without spaces around it; empty lines say nothing. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter(Boolean);
}
