package io.bpf4j.isa;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rows of instructions.tsv: what the codec and the disassembler are held against. */
public final class InstructionTable {
  private static final String RESOURCE = "/io/bpf4j/isa/instructions.tsv";

  /** One row; {@link #sample} encodes it with dst=1, src=2, offset=4, imm=7 in its free fields. */
  public record Row(
      int opcode,
      String dst,
      String src,
      String offset,
      String imm,
      String group,
      String level,
      String value,
      String text) {

    /** Whether a slot with these fields is an instruction of this row. */
    boolean matches(int itsOpcode, int itsDst, int itsSrc, int itsOffset, int itsImm) {
      return opcode == itsOpcode
          && fits(dst, itsDst)
          && fits(src, itsSrc)
          && fits(offset, itsOffset)
          && fits(imm, itsImm);
    }

    /** Whether some value in one field would make such a slot an instruction of this row. */
    boolean matchesBut(
        Flaw.Field field, int itsOpcode, int itsDst, int itsSrc, int itsOffset, int itsImm) {
      return opcode == itsOpcode
          && (field == Flaw.Field.DST || fits(dst, itsDst))
          && (field == Flaw.Field.SRC || fits(src, itsSrc))
          && (field == Flaw.Field.OFFSET || fits(offset, itsOffset))
          && (field == Flaw.Field.IMM || fits(imm, itsImm));
    }

    /** The row's sample, encoded. */
    public byte[] sample(ByteOrder order) {
      boolean wide = opcode == 0x18;
      ByteBuffer out = ByteBuffer.allocate(wide ? 16 : 8).order(order);
      int source = sampleOf(src, 2);
      out.put((byte) opcode).put(registers(sampleOf(dst, 1), source, order));
      out.putShort((short) sampleOf(offset, 4)).putInt(sampleOf(imm, 7));
      if (wide) {
        out.putInt(0).putInt(source == 4 ? 0 : 9);
      }
      return out.array();
    }

    private static boolean fits(String field, int value) {
      return switch (field) {
        case "any" -> true;
        case "reg" -> value >= 0 && value <= 10;
        default -> Integer.decode(field) == value;
      };
    }

    private static int sampleOf(String field, int free) {
      return field.equals("any") || field.equals("reg") ? free : Integer.decode(field);
    }

    @Override
    public String toString() {
      return String.format("0x%02x %s", opcode, text);
    }
  }

  private InstructionTable() {}

  /** The byte that holds both register fields. */
  static byte registers(int dst, int src, ByteOrder order) {
    return (byte) (order == ByteOrder.LITTLE_ENDIAN ? src << 4 | dst : dst << 4 | src);
  }

  /** Every row, in file order. */
  public static List<Row> rows() {
    InputStream in = InstructionTable.class.getResourceAsStream(RESOURCE);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(f -> new Row(Integer.decode(f[0]), f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
