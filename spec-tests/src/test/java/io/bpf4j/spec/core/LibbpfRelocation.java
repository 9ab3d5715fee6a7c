package io.bpf4j.spec.core;

import io.bpf4j.spec.elf.Tool;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** libbpf's CO-RE relocation, by a C program that answers its bpf() calls without a kernel. */
final class LibbpfRelocation {
  /** How the programs of an object are relocated. */
  enum Mode {
    /** Each on its own: an error is of one program. */
    EACH,
    /** All at once: an error is of all. */
    WHOLE
  }

  /**
   * What to relocate.
   *
   * @param object an ELF file
   * @param btf a file with the target's types
   */
  record Request(Mode mode, Path object, Path btf) {
    String line() {
      return mode.name().toLowerCase(java.util.Locale.ROOT) + " " + object + " " + btf + "\n";
    }
  }

  /**
   * What became of a program.
   *
   * @param error 0, or what libbpf failed with, negative
   * @param code the instructions in hexadecimal digits; after an error its message, or ""
   */
  record Outcome(int error, String code) {
    boolean failed() {
      return error != 0;
    }

    /** Whether both failed, or both have the same instructions. */
    boolean agreesWith(Outcome other) {
      return failed() == other.failed() && (failed() || code.equals(other.code));
    }
  }

  private final Path program;
  private final Path directory;

  private LibbpfRelocation(Path program, Path directory) {
    this.program = program;
    this.directory = directory;
  }

  /** Compiles the C program into a directory. */
  static LibbpfRelocation compile(Path directory) throws URISyntaxException {
    Path source =
        Path.of(
            LibbpfRelocation.class.getResource("/io/bpf4j/spec/core/libbpf/relocate.c").toURI());
    Path program = directory.resolve("relocate");
    Tool.quietly("cc", "-O2", "-Wall", "-o", program.toString(), source.toString(), "-lbpf");
    return new LibbpfRelocation(program, directory);
  }

  /** The outcomes by program, for each request in order. */
  List<Map<String, Outcome>> relocate(List<Request> requests) throws IOException {
    Path input = directory.resolve("requests");
    StringBuilder lines = new StringBuilder();
    requests.forEach(request -> lines.append(request.line()));
    Files.writeString(input, lines);
    String output = Tool.quietly("sh", "-c", "exec '%s' < '%s'".formatted(program, input));
    List<Map<String, Outcome>> all = new ArrayList<>();
    for (String line : output.lines().toList()) {
      String[] words = line.split(" ");
      if (words[0].equals("object")) {
        all.add(new LinkedHashMap<>());
      } else {
        String code = String.join("", List.of(words).subList(3, words.length));
        Outcome outcome = new Outcome(Integer.parseInt(words[2]), code);
        all.get(all.size() - 1).put(words[1], outcome);
      }
    }
    if (all.size() != requests.size()) {
      throw new AssertionError(all.size() + " answers to " + requests.size() + " requests");
    }
    return all;
  }

  /** What libbpf says of a program while it relocates, for messages. */
  String log(Request request, String name) throws IOException {
    Path input = directory.resolve("request");
    Files.writeString(input, request.line());
    String all = Tool.run("sh", "-c", "exec '%s' log < '%s'".formatted(program, input)).errors();
    return all.lines()
        .filter(line -> line.contains("prog '" + name + "': relo"))
        .collect(Collectors.joining("\n"));
  }
}
