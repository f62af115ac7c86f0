import { distance } from "fastest-levenshtein";

/**
 * The word that was probably meant, for "did you mean"; `undefined` when none is close.
 *
 * Close is at most one edit per three letters of the longer word: `replicaz` is close to
 * `replicas`, and `tp` to no flag at all. Case does not count as an edit. Of equally close
 * words the first in the list is taken.
 */
export function findNearest(word: string, words: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let fewestEdits = Number.POSITIVE_INFINITY;
  for (const candidate of words) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    const allowed = Math.floor(Math.max(word.length, candidate.length) / 3);
    if (edits <= allowed && edits < fewestEdits) {
      nearest = candidate;
      fewestEdits = edits;
    }
  }
  return nearest;
}

/** A way out for what should be a word of a closed set: names the nearest one if there is one, else all of them. */
export function suggestWord(word: unknown, words: readonly string[]): string {
  const nearest = typeof word === "string" ? findNearest(word, words) : undefined;
  return nearest === undefined ? `use one of ${words.join(", ")}` : `did you mean ${nearest}?`;
}
