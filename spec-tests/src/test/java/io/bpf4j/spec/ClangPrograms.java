package io.bpf4j.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The C programs in the test resources' directory {@code clang}, and how to compile them. The first
 * line of each says what is in it, after what it needs: {@code from v3} or {@code LLVM 19}.
 */
public final class ClangPrograms {
  /**
   * A way to compile.
   *
   * @param compiler {@code "clang"}, Debian's, or {@code "clang-19"}
   * @param level 1 to 4, for {@code -mcpu=}
   * @param target {@code "bpfel"} or {@code "bpfeb"}
   */
  public record Variant(String compiler, int level, String target) {
    @Override
    public String toString() {
      return compiler + " -target " + target + " -mcpu=v" + level;
    }
  }

  /** Level v4 came with LLVM 18. */
  private static final int HIGHEST_BEFORE_18 = 3;

  private static final String NEWEST = "clang-19";

  private ClangPrograms() {}

  /** Both compilers at every level that they have, in both byte orders. */
  public static List<Variant> variants() {
    List<Variant> out = new ArrayList<>();
    for (String compiler : List.of("clang", NEWEST)) {
      int highest = compiler.equals(NEWEST) ? 4 : HIGHEST_BEFORE_18;
      for (int level = 1; level <= highest; level++) {
        out.add(new Variant(compiler, level, "bpfel"));
        out.add(new Variant(compiler, level, "bpfeb"));
      }
    }
    return out;
  }

  /** The sources that can be compiled in this way, in order of their names. */
  public static List<Path> sources(Variant variant) {
    try (Stream<Path> files = Files.list(directory())) {
      return files.filter(f -> f.toString().endsWith(".c") && fits(f, variant)).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path directory() {
    try {
      return Path.of(ClangPrograms.class.getResource("/io/bpf4j/spec/clang").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean fits(Path source, Variant variant) {
    String first;
    try (Stream<String> lines = Files.lines(source)) {
      first = lines.findFirst().orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    for (int level = variant.level + 1; level <= 4; level++) {
      if (first.startsWith("/* from v" + level)) {
        return false;
      }
    }
    return variant.compiler.equals(NEWEST) || !first.contains("LLVM 19");
  }

  /**
   * Compiles sources at -O2, little-endian ones with -g; the objects are in {@code directory}, each
   * named after its source, in the order of the sources.
   */
  public static List<Path> compile(Variant variant, List<Path> sources, Path directory) {
    List<String> command =
        new ArrayList<>(
            List.of(
                variant.compiler,
                "-target",
                variant.target,
                "-mcpu=v" + variant.level,
                "-DCPU=" + variant.level,
                "-O2",
                "-Werror",
                "-c"));
    if (variant.target.equals("bpfel")) {
      command.add("-g");
    }
    sources.forEach(source -> command.add(source.toString()));
    run(command, directory);
    return sources.stream()
        .map(source -> directory.resolve(source.getFileName().toString().replace(".c", ".o")))
        .toList();
  }

  /** Runs an installed program in a directory; it must succeed. What it prints, errors included. */
  public static String run(List<String> command, Path directory) {
    try {
      List<String> installed = new ArrayList<>(command);
      installed.set(0, InstalledTools.find(command.get(0)).orElseThrow().toString());
      Process process =
          new ProcessBuilder(installed)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + output).isZero();
      return output;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    }
  }
}
