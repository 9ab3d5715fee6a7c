package io.bpf4j.benchmarks;

import io.bpf4j.asm.Assembler;
import io.bpf4j.object.ObjectSpec;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Programs that take a verifier a wanted number of visited instructions, each for a reason of its
 * own: their texts are {@code verify-*.s}, where {@code $N} stands for how often the part counts.
 */
enum GeneratedPrograms {
  /** A counted loop over a map's value. */
  LOOP("loop", 9, 900_000),
  /** A counted loop in which paths part and meet, by numbers that nobody knows. */
  BRANCHES("branches", 80, 100_000),
  /** A counted loop that fills and reads the stack. */
  STACK("stack", 44, 300_000),
  /** A counted loop that calls two subprograms. */
  CALLS("calls", 20, 900_000),
  /** A counted loop over the headers of a packet. */
  PACKET("packet", 14, 100_000),
  /** A counted loop that calls helpers with memory on the stack and in a map's value. */
  HELPERS("helpers", 42, 300_000),
  /** Numbers that depend on the way and matter at the end: no path is like another. */
  PATHS("paths", 5, 900_000),
  /** A counted loop in the eighth frame, with all of the stack in use: states are large. */
  DEEP("deep", 9, 900_000),
  /**
   * No loop: one long function. The kernel's time grows with its square: a larger one takes
   * minutes.
   */
  STRAIGHT("straight", 165, 25_000);

  private static final int[] VISITED = {1_000, 5_000, 25_000, 100_000, 300_000, 900_000};

  private final String text;
  private final int visitedEachRound;

  /** What more branches than may wait, or the kernel's patience, allows. */
  private final int mostVisited;

  GeneratedPrograms(String text, int visitedEachRound, int mostVisited) {
    this.text = text;
    this.visitedEachRound = visitedEachRound;
    this.mostVisited = mostVisited;
  }

  /** Every kind in every size that is possible, up to a greatest one. */
  static Stream<ObjectSpec> upTo(int most) {
    return Arrays.stream(values())
        .flatMap(
            kind ->
                Arrays.stream(VISITED)
                    .filter(visited -> visited <= Math.min(most, kind.mostVisited))
                    .mapToObj(kind::object));
  }

  /** One that takes about so many visited instructions. */
  ObjectSpec object(int visited) {
    String source = Subject.text("verify-" + text + ".s");
    int rounds = visited / visitedEachRound;
    String whole =
        switch (this) {
          case PATHS -> source.replace("$BITS", bits(rounds));
          case STRAIGHT -> source.replace("$LINES", lines(rounds));
          default -> source.replace("$N", Integer.toString(rounds));
        };
    return Assembler.object(text + "_" + visited / 1_000 + "k", whole);
  }

  /** Each bit tested doubles the paths. */
  private static String bits(int paths) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; 2 << i <= paths; i++) {
      out.append("  if r6 & ").append(1 << i).append(" goto set").append(i).append('\n');
      out.append("  r7 += ").append(1 << i).append("\nset").append(i).append(":\n");
    }
    return out.toString();
  }

  private static String lines(int rounds) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < rounds; i++) {
      for (int slot = 8; slot <= 128; slot += 8) {
        out.append("  r0 = *(u32 *)(r6 + 12)\n  r1 = r0\n  r1 &= ").append(slot + i % 100);
        out.append("\n  r7 ^= r1\n  r7 += r0\n  r7 >>= 1\n  *(u64 *)(r10 - ").append(slot);
        out.append(") = r7\n  r2 = *(u64 *)(r10 - ").append(slot).append(")\n  r7 |= r2\n");
      }
      out.append("  if r0 > ").append(i % 1000).append(" goto on").append(i);
      out.append("\n  r7 = 1\non").append(i).append(":\n");
    }
    return out.toString();
  }
}
