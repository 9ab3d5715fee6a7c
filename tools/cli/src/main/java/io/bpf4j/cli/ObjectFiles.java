package io.bpf4j.cli;

import io.bpf4j.BpfException;
import io.bpf4j.elf.ObjectReader;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** Objects from files, with the one line that says why one cannot be had. */
final class ObjectFiles {
  private ObjectFiles() {}

  /** The object in a file; empty, and a line of standard error, where there is none. */
  static Optional<ObjectSpec> read(Screen screen, Path path) {
    try {
      if (Files.isDirectory(path)) {
        screen.error(path + ": is a directory");
        return Optional.empty();
      }
      return Optional.of(ObjectReader.read(path));
    } catch (NoSuchFileException | AccessDeniedException e) {
      screen.error(Failures.describe(e));
    } catch (BpfException | IOException e) {
      screen.error(path + ": " + Failures.describe(e));
    }
    return Optional.empty();
  }

  /**
   * The program with a name, or the object's only one; empty, and a line of standard error, where
   * there is none.
   */
  static Optional<ProgramSpec> program(Screen screen, Path path, ObjectSpec object, String name) {
    Optional<ProgramSpec> found =
        name != null
            ? object.program(name)
            : object.programs().size() == 1
                ? Optional.of(object.programs().get(0))
                : Optional.empty();
    if (found.isEmpty()) {
      String names =
          object.programs().stream().map(ProgramSpec::name).collect(Collectors.joining(", "));
      String has = names.isEmpty() ? "it has no programs" : "its programs are " + names;
      screen.error(
          path
              + ": "
              + (name == null ? "name the program to run" : "no program " + name)
              + "; "
              + has);
    }
    return found;
  }
}
