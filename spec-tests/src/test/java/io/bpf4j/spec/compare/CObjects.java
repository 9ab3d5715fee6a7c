package io.bpf4j.spec.compare;

import io.bpf4j.spec.InstalledTools;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The C programs of the test resources, and clang, which compiles them. */
final class CObjects {
  private CObjects() {}

  /** The sources, each of which says in its first line what is to become of it. */
  static List<Path> sources() throws IOException, URISyntaxException {
    Path directory = Path.of(CObjects.class.getResource("/io/bpf4j/spec/c").toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".c")).sorted().toList();
    }
  }

  /** Whether a source says that the kernel accepts it. */
  static boolean saysAccepted(Path source) throws IOException {
    String first = Files.readString(source).lines().findFirst().orElse("");
    if (first.startsWith("/* accepted: ")) {
      return true;
    }
    if (first.startsWith("/* rejected: ")) {
      return false;
    }
    throw new IllegalStateException(source + " does not say what is to become of it: " + first);
  }

  /** Compiles a source at -O2 -g; the object is in {@code directory}. */
  static Path compile(Path source, String cpu, Path directory)
      throws IOException, InterruptedException {
    Path object = directory.resolve(source.getFileName() + "." + cpu + ".o");
    Process clang =
        new ProcessBuilder(
                InstalledTools.find("clang").orElseThrow().toString(),
                "-target",
                "bpf",
                "-O2",
                "-g",
                "-mcpu=" + cpu,
                "-Wall",
                "-Werror",
                "-Wno-unused-variable",
                "-c",
                source.toString(),
                "-o",
                object.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(clang.getInputStream().readAllBytes());
    if (clang.waitFor() != 0) {
      throw new IllegalStateException("clang refuses " + source + ":\n" + output);
    }
    return object;
  }
}
