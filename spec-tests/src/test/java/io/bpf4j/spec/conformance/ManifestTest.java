package io.bpf4j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.asm.Assembler;
import io.bpf4j.isa.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every instruction has a case, or a reason why it has none; every file is listed. */
class ManifestTest {
  private static final Path DIRECTORY =
      Path.of("..", "spec-tests/src/test/resources/io/bpf4j/spec/conformance");

  /** Of core's tests: RFC 9669's registry and the kernel's extensions. */
  private static final Path TABLE =
      Path.of("..", "core/src/test/resources/io/bpf4j/isa/instructions.tsv");

  /** A row of the table: its opcode and the fields that select the instruction. */
  private record Row(int opcode, String src, String offset, String imm, String text) {
    boolean matches(long slot) {
      return opcode == (slot & 0xff)
          && fits(src, (int) (slot >>> 12 & 0xf))
          && fits(offset, (short) (slot >>> 16))
          && fits(imm, (int) (slot >>> 32));
    }

    private static boolean fits(String field, int value) {
      return field.equals("any") || field.equals("reg") || Integer.decode(field) == value;
    }

    /** How the manifest names it. */
    String key() {
      return String.format("0x%02x src=%s: %s", opcode, src, text);
    }
  }

  private static List<Row> rows() throws IOException {
    try (Stream<String> lines = Files.lines(TABLE)) {
      return lines
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(f -> new Row(Integer.decode(f[0]), f[2], f[3], f[4], f[8]))
          .toList();
    }
  }

  @Test
  void everyInstructionHasACaseOrAReason() throws IOException {
    Map<String, Integer> covered = new TreeMap<>();
    rows().forEach(row -> covered.put(row.key(), 0));
    for (ConformanceCase it : Conformance.cases().toList()) {
      for (Row row : rowsOf(it)) {
        covered.merge(row.key(), 1, Integer::sum);
      }
    }
    TreeSet<String> without = new TreeSet<>();
    covered.forEach((key, cases) -> without.addAll(cases == 0 ? List.of(key) : List.of()));
    assertThat(without).isEqualTo(new TreeSet<>(Conformance.excluded().keySet()));
    assertThat(Conformance.excluded().values()).noneMatch(String::isBlank);
  }

  /** The rows of what a case itself has: its code, not what loads and stores the registers. */
  private static List<Row> rowsOf(ConformanceCase it) throws IOException {
    Code code =
        Assembler.code(
            String.join("\n", it.code()) + "\n  exit\n" + String.join("\n", it.functions()));
    byte[] bytes = code.encode(ByteOrder.LITTLE_ENDIAN, CaseReferences.OF_OBJECT_FILES);
    LongBuffer slots = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    Map<Integer, List<Row>> byOpcode = new HashMap<>();
    rows().forEach(row -> byOpcode.computeIfAbsent(row.opcode(), o -> new ArrayList<>()).add(row));
    List<Row> out = new ArrayList<>();
    for (int i = 0; i < code.instructions().size(); i++) {
      long slot = slots.get(code.pcOf(i));
      Row row =
          byOpcode.getOrDefault((int) slot & 0xff, List.of()).stream()
              .filter(candidate -> candidate.matches(slot))
              .findFirst()
              .orElseThrow(() -> new AssertionError(it + ": " + Long.toHexString(slot)));
      out.add(row);
    }
    return out;
  }

  @Test
  void everyFileIsListed() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.equals("manifest.tsv"))
          .containsExactlyInAnyOrderElementsOf(Conformance.files());
    }
  }

  @Test
  void casesAreToldApartByTheirTitles() {
    assertThat(Conformance.cases().map(ConformanceCase::toString)).doesNotHaveDuplicates();
  }
}
