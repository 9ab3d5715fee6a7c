package io.bpf4j.spec.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The conformance directory. */
final class Conformance {
  private static final String DIRECTORY = "/io/bpf4j/spec/conformance/";

  /**
   * A row of the manifest.
   *
   * @param kind {@code file}, or {@code excluded} for an instruction that no case covers
   * @param what the file's name; the instruction's opcode and source
   * @param why what the file holds; why no case covers the instruction
   */
  record Entry(String kind, String what, String why) {}

  private Conformance() {}

  static List<Entry> manifest() {
    return lines("manifest.tsv").stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .map(fields -> new Entry(fields[0], fields[1], fields[2]))
        .toList();
  }

  static List<String> files() {
    return manifest().stream()
        .filter(entry -> entry.kind().equals("file"))
        .map(Entry::what)
        .toList();
  }

  /** Instructions that no case covers, with the reason. */
  static Map<String, String> excluded() {
    return manifest().stream()
        .filter(entry -> entry.kind().equals("excluded"))
        .collect(Collectors.toMap(Entry::what, Entry::why));
  }

  static Stream<ConformanceCase> cases() {
    return files().stream().flatMap(file -> ConformanceFile.read(file, lines(file)).stream());
  }

  private static List<String> lines(String file) {
    try (InputStream in = Conformance.class.getResourceAsStream(DIRECTORY + file)) {
      if (in == null) {
        throw new IllegalArgumentException("no file " + file + " in " + DIRECTORY);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
