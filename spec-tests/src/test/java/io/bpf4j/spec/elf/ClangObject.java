package io.bpf4j.spec.elf;

import io.bpf4j.spec.InstalledTools;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A C source of the test resources, and how to compile it.
 *
 * @param source the file
 * @param compiler such as {@code "clang"}
 * @param target {@code "bpfel"} or {@code "bpfeb"}
 * @param cpu instruction level, such as {@code "v3"}
 */
record ClangObject(Path source, String compiler, String target, String cpu) {
  /** Every source with every compiler, byte order and level that the tests use. */
  static List<ClangObject> all() throws IOException, URISyntaxException {
    List<String> compilers =
        Stream.of("clang", "clang-19").filter(c -> InstalledTools.find(c).isPresent()).toList();
    List<ClangObject> all = new ArrayList<>();
    for (Path source : sources()) {
      for (String compiler : compilers) {
        all.add(new ClangObject(source, compiler, "bpfel", "v2"));
        all.add(new ClangObject(source, compiler, "bpfel", "v3"));
        all.add(new ClangObject(source, compiler, "bpfeb", "v3"));
      }
    }
    return all;
  }

  private static List<Path> sources() throws IOException, URISyntaxException {
    Path directory = Path.of(ClangObject.class.getResource("/io/bpf4j/spec/elf").toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(f -> f.toString().endsWith(".c"))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  boolean bigEndian() {
    return target.equals("bpfeb");
  }

  /** The source's name without its extension. */
  String name() {
    return source.getFileName().toString().replace(".c", "");
  }

  /** Compiles into a directory, once. */
  Path compile(Path directory) throws IOException {
    String file = "%s.%s.%s.%s.o".formatted(name(), compiler, target, cpu);
    Path object = directory.resolve(file);
    if (Files.exists(object)) {
      return object;
    }
    List<String> arguments =
        new ArrayList<>(List.of("-target", target, "-O2", "-g", "-mcpu=" + cpu, "-Wall"));
    ClangHeaders.machine().forEach(headers -> arguments.add("-I" + headers));
    arguments.addAll(List.of("-c", source.toString(), "-o", object.toString()));
    Tool.quietly(compiler, arguments.toArray(String[]::new));
    return object;
  }

  @Override
  public String toString() {
    return "%s.c by %s for %s %s".formatted(name(), compiler, target, cpu);
  }
}
