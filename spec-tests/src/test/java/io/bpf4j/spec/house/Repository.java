package io.bpf4j.spec.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The source tree that the tests run in. Paths are relative to its root, and sorted. */
final class Repository {
  static final Path ROOT = findRoot();

  private static final Set<String> NOT_SOURCE = Set.of(".git", "target", ".idea", ".settings");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  private Repository() {}

  private static Path findRoot() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.isRegularFile(directory.resolve("bpf4j"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new AssertionError(
          "not run inside a source tree of bpf4j: " + Path.of("").toAbsolutePath());
    }
    return directory;
  }

  /** All source files: what is neither built, nor Git's, nor an IDE's. */
  static List<Path> files() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              boolean source = !NOT_SOURCE.contains(dir.getFileName().toString());
              return source ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              // In a linked worktree .git is a file.
              if (!NOT_SOURCE.contains(file.getFileName().toString())) {
                files.add(ROOT.relativize(file));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files.stream().sorted().toList();
  }

  static List<Path> javaFiles() {
    return files().stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  /** The directories of the modules that the root's pom.xml lists. */
  static List<String> modules() {
    return MODULE.matcher(read("pom.xml")).results().map(match -> match.group(1)).toList();
  }

  static String read(String file) {
    return readText(Path.of(file))
        .orElseThrow(() -> new AssertionError(file + " is not UTF-8 text"));
  }

  /** The text of a file, or empty where it is binary. */
  static Optional<String> readText(Path file) {
    try {
      return Optional.of(Files.readString(ROOT.resolve(file)));
    } catch (MalformedInputException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The package that a Java file declares. */
  static String packageOf(Path javaFile) {
    Matcher declaration =
        Pattern.compile("(?m)^package ([a-z0-9_.]+);").matcher(read(javaFile.toString()));
    if (!declaration.find()) {
      throw new AssertionError(javaFile + " declares no package");
    }
    return declaration.group(1);
  }
}
