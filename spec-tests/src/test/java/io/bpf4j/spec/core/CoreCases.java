package io.bpf4j.spec.core;

import io.bpf4j.spec.InstalledTools;
import io.bpf4j.spec.elf.ClangHeaders;
import io.bpf4j.spec.elf.Tool;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The C cases of the test resources, and how they are compiled. */
final class CoreCases {
  private CoreCases() {}

  /** The compilers that are installed, of those that Debian 12 has. */
  static List<String> compilers() {
    return Stream.of("clang-13", "clang-14", "clang-15", "clang-16", "clang-19")
        .filter(compiler -> InstalledTools.find(compiler).isPresent())
        .toList();
  }

  /** The objects of all sources, in a directory; each is compiled once. */
  static List<Path> compile(Path directory, String compiler, String cpu) throws IOException {
    Path sources = sources();
    List<Path> out = new ArrayList<>();
    try (Stream<Path> files = Files.list(sources)) {
      for (Path source : files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
        String name = source.getFileName().toString().replace(".c", "");
        Path object = directory.resolve("%s.%s.%s.o".formatted(name, compiler, cpu));
        if (!Files.exists(object)) {
          List<String> arguments =
              new ArrayList<>(List.of("-target", "bpfel", "-O2", "-g", "-mcpu=" + cpu, "-Wall"));
          ClangHeaders.machine().forEach(headers -> arguments.add("-I" + headers));
          arguments.addAll(List.of("-c", source.toString(), "-o", object.toString()));
          Tool.quietly(compiler, arguments.toArray(String[]::new));
        }
        out.add(object);
      }
    }
    return out;
  }

  private static Path sources() {
    try {
      return Path.of(CoreCases.class.getResource("/io/bpf4j/spec/core").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
