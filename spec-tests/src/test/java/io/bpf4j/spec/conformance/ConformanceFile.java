package io.bpf4j.spec.conformance;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the cases of a file; its format is in spec-tests' README. */
final class ConformanceFile {
  private static final String ROW = "-- ";
  private static final String WITHOUT_KERNEL = "kernel: no, ";

  private final String name;
  private final List<ConformanceCase> cases = new ArrayList<>();
  private String title;
  private String withoutKernel;
  private List<String> code;
  private List<String> functions;
  private List<ConformanceRow> rows;

  private ConformanceFile(String name) {
    this.name = name;
  }

  static List<ConformanceCase> read(String name, List<String> lines) {
    ConformanceFile file = new ConformanceFile(name);
    lines.forEach(file::line);
    file.end();
    return file.cases;
  }

  private void line(String line) {
    if (line.startsWith("== ")) {
      end();
      title = line.substring(3);
      withoutKernel = null;
      code = new ArrayList<>();
      functions = null;
      rows = new ArrayList<>();
    } else if (line.startsWith(ROW)) {
      rows.add(row(line.substring(ROW.length())));
    } else if (line.startsWith(WITHOUT_KERNEL)) {
      withoutKernel = line.substring(WITHOUT_KERNEL.length());
    } else if (line.strip().equals(".functions")) {
      functions = new ArrayList<>();
    } else if (!line.isBlank() && !line.startsWith("#")) {
      (functions == null ? code : functions).add(line);
    }
  }

  private void end() {
    if (title == null) {
      return;
    }
    if (code.isEmpty() || rows.isEmpty()) {
      throw new IllegalArgumentException(name + ": " + title + " has no instructions or no rows");
    }
    List<String> behind = functions == null ? List.of() : functions;
    cases.add(new ConformanceCase(name, title, code, behind, withoutKernel, rows));
  }

  private static ConformanceRow row(String text) {
    ByteOrder order = null;
    byte[] packet = new byte[0];
    Map<Integer, Long> in = new TreeMap<>();
    Map<Integer, Long> out = new TreeMap<>();
    byte[] memoryIn = new byte[0];
    byte[] memoryOut = new byte[0];
    Integer returned = null;
    boolean expected = false;
    for (String word : text.strip().split(" +")) {
      String value = word.substring(word.indexOf('=') + 1);
      switch (word.substring(0, word.length() - value.length())) {
        case "" -> {
          switch (word) {
            case "->" -> expected = true;
            case "little" -> order = ByteOrder.LITTLE_ENDIAN;
            case "big" -> order = ByteOrder.BIG_ENDIAN;
            default -> throw new IllegalArgumentException(text + ": " + word);
          }
        }
        case "mem=" -> {
          byte[] bytes = HexFormat.of().parseHex(value);
          memoryIn = expected ? memoryIn : bytes;
          memoryOut = expected ? bytes : memoryOut;
        }
        case "packet=" -> packet = HexFormat.of().parseHex(value);
        case "return=" -> returned = (int) number(value);
        default -> (expected ? out : in).put(Integer.parseInt(word, 1, 2, 10), number(value));
      }
    }
    return new ConformanceRow(
        text,
        order,
        new ConformanceRow.State(in, memoryIn),
        packet,
        new ConformanceRow.State(out, memoryOut),
        returned);
  }

  private static long number(String text) {
    return text.startsWith("0x")
        ? Long.parseUnsignedLong(text, 2, text.length(), 16)
        : Long.parseLong(text);
  }
}
