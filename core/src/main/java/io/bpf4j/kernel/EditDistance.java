package io.bpf4j.kernel;

import java.util.Collection;
import java.util.Optional;

/**
 * How many letters must be inserted, deleted, replaced or swapped with their neighbour to turn one
 * word into another.
 */
public final class EditDistance {
  private static final int LONGEST = 200;

  private EditDistance() {}

  /**
   * The candidate that a misspelt word most resembles; the first of several.
   *
   * @return empty where nothing is near (more than a third of the letters differ)
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    String best = null;
    int least = word.length() / 3 + 1;
    for (String candidate : candidates) {
      // The lengths alone rule most out.
      if (Math.abs(candidate.length() - word.length()) < least) {
        int distance = between(word, candidate);
        if (distance < least) {
          least = distance;
          best = candidate;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** The distance (optimal string alignment); words over 200 letters are far from everything. */
  public static int between(String a, String b) {
    if (a.length() > LONGEST || b.length() > LONGEST) {
      return Integer.MAX_VALUE / 4;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (swapped(a, i, b, j)) {
          d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  private static boolean swapped(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
