package io.bpf4j.asm;

import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A section of global variables: {@code name:} before {@code .u32 1, 2} and the like. */
final class VariablesText {
  /** What an object may hold of variables; readers refuse more. */
  private static final int MAX_BYTES = 16 << 20;

  private static final String CONTENT =
      "a variable's name, .u8, .u16, .u32, .u64, .zero, .align, .ascii or .asciz";

  private static final List<String> DIRECTIVES =
      List.of(
          ".u8", ".u16", ".u32", ".u64", ".byte", ".short", ".long", ".quad", ".zero", ".align",
          ".ascii", ".asciz");

  private final String section;
  private final ByteOrder order;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  VariablesText(String section, ByteOrder order) {
    this.section = section;
    this.order = order;
  }

  boolean isEmpty() {
    return bytes.size() == 0;
  }

  /** Whether a directive is one of those that fill variables. */
  boolean isContent(String directive) {
    return size(directive) > 0
        || switch (directive) {
          case ".zero", ".align", ".ascii", ".asciz" -> true;
          default -> false;
        };
  }

  private static int size(String directive) {
    return switch (directive) {
      case ".u8", ".byte" -> 1;
      case ".u16", ".short" -> 2;
      case ".u32", ".long" -> 4;
      case ".u64", ".quad" -> 8;
      default -> 0;
    };
  }

  void add(Cursor in, Declarations declared) {
    declared.section(section);
    int mark = in.column() - 1;
    String word = in.word(CONTENT);
    if (in.accept(":")) {
      declared.variable(word, section, bytes.size(), in, mark);
      if (in.atEnd()) {
        return;
      }
      mark = in.column() - 1;
      word = in.word(CONTENT);
    }
    if (!isContent(word)) {
      throw in.unknown(mark, CONTENT, DIRECTIVES);
    }
    content(word, in, mark);
    in.expectEnd();
  }

  private void content(String word, Cursor in, int mark) {
    switch (word) {
      case ".zero" -> write(new byte[(int) in.number(0, MAX_BYTES)], in, mark);
      case ".align" -> {
        int to = (int) in.number(1, 4096);
        write(new byte[Math.floorMod(-bytes.size(), to)], in, mark);
      }
      case ".ascii" -> write(in.quotedBytes(), in, mark);
      case ".asciz" -> {
        write(in.quotedBytes(), in, mark);
        write(new byte[1], in, mark);
      }
      default -> {
        do {
          write(number(in, size(word)), in, mark);
        } while (in.accept(","));
      }
    }
  }

  private byte[] number(Cursor in, int size) {
    long value = size == 8 ? in.number64() : in.number(-1L << (8 * size - 1), (1L << 8 * size) - 1);
    byte[] wide = ByteBuffer.allocate(8).order(order).putLong(value).array();
    byte[] out = new byte[size];
    System.arraycopy(wide, order == ByteOrder.LITTLE_ENDIAN ? 0 : 8 - size, out, 0, size);
    return out;
  }

  private void write(byte[] more, Cursor in, int mark) {
    if (more.length > MAX_BYTES - bytes.size()) {
      throw in.error(mark, "expected at most " + MAX_BYTES + " bytes of variables in a section");
    }
    for (byte b : more) {
      if (b != 0 && section.startsWith(".bss")) {
        throw in.error(mark, "expected zeros in " + section);
      }
    }
    bytes.write(more, 0, more.length);
  }

  /** The array map that holds the section. */
  MapSpec map() {
    boolean constant = section.startsWith(".rodata");
    byte[] value = bytes.toByteArray();
    MapSpec.Contents contents = new MapSpec.Contents.GlobalData(value, constant);
    int flags = constant ? MapSpec.FLAG_READ_ONLY_PROGRAM : 0;
    return new MapSpec(
        section, MapType.ARRAY, 4, value.length, 1, flags, 0, false, 0, 0, null, contents);
  }
}
