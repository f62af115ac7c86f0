/** Words of which one holds, as a sentence lists them: `a`, `a or b`, `a, b or c`. */
export function joinAlternatives(words: readonly (string | number)[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
