package io.bpf4j.isa;

import java.util.Locale;
import java.util.Objects;

/**
 * Why a slot is no instruction: an unknown opcode, or which field of a known one holds what it must
 * not.
 *
 * @param field the field at fault; not null
 * @param reason what it holds and what it must, for people; not null
 */
public record Flaw(Field field, String reason) {
  /** What is wrong. */
  public enum Field {
    /** No instruction has this opcode. */
    OPCODE,
    DST,
    SRC,
    OFFSET,
    IMM,
    /** The second slot of a 64-bit immediate is missing, or has fields besides its immediate. */
    SECOND_SLOT,
    /** More than one field: none of them alone would make it an instruction. */
    SEVERAL
  }

  // Values of each field with which every opcode that has an instruction has one.
  private static final int[] SOURCES = {0, 2};
  private static final short[] OFFSETS = {0, 1, 8};
  private static final int[] IMMS = {0, 16, 0x100};
  private static final boolean[] KNOWN = new boolean[256];

  static {
    for (int opcode = 0; opcode < KNOWN.length; opcode++) {
      for (short offset : OFFSETS) {
        for (int imm : IMMS) {
          KNOWN[opcode] |= Decoder.known(opcode, 0, 0, offset, imm) != null;
        }
      }
    }
    KNOWN[0x18] = true;
  }

  public Flaw {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(reason, "reason");
  }

  static Flaw of(Raw raw) {
    if (!KNOWN[raw.opcode()]) {
      return new Flaw(
          Field.OPCODE, String.format(Locale.ROOT, "unknown opcode 0x%02x", raw.opcode()));
    }
    if (raw.dst() > 10) {
      return new Flaw(Field.DST, "dst is " + raw.dst() + ": registers are 0 to 10");
    }
    if (raw.opcode() == 0x18) {
      return ofWide(raw);
    }
    return raw.src() > 10
        ? new Flaw(Field.SRC, "src is " + raw.src() + ": registers are 0 to 10")
        : ofFields(raw);
  }

  private static Flaw ofWide(Raw raw) {
    if (raw.src() > 6) {
      return new Flaw(Field.SRC, "src is " + raw.src() + ": a 64-bit immediate's is 0 to 6");
    }
    return raw.offset() != 0
        ? new Flaw(Field.OFFSET, "offset is " + raw.offset() + ": a 64-bit immediate's is 0")
        : new Flaw(
            Field.SECOND_SLOT,
            "the second slot of the 64-bit immediate is missing or has fields besides its"
                + " immediate");
  }

  /** The one field that is wrong, if the rest would do with another value in it. */
  private static Flaw ofFields(Raw raw) {
    int opcode = raw.opcode();
    for (int imm : IMMS) {
      if (Decoder.known(opcode, raw.dst(), raw.src(), raw.offset(), imm) != null) {
        return new Flaw(Field.IMM, "imm is " + raw.imm() + ": " + immediate(opcode));
      }
    }
    for (short offset : OFFSETS) {
      if (Decoder.known(opcode, raw.dst(), raw.src(), offset, raw.imm()) != null) {
        boolean selects = Decoder.known(opcode, raw.dst(), raw.src(), (short) 1, raw.imm()) != null;
        String must = selects ? ": it selects no operation" : ", must be 0";
        return new Flaw(Field.OFFSET, "offset is " + raw.offset() + must);
      }
    }
    for (int src : SOURCES) {
      if (Decoder.known(opcode, raw.dst(), src, raw.offset(), raw.imm()) != null) {
        String must = opcode == 0x85 ? ": no kind of call" : ", must be 0";
        return new Flaw(Field.SRC, "src is " + raw.src() + must);
      }
    }
    return Decoder.known(opcode, 0, raw.src(), raw.offset(), raw.imm()) != null
        ? new Flaw(Field.DST, "dst is " + raw.dst() + ", must be 0")
        : new Flaw(Field.SEVERAL, "more than one field that must be 0 is not");
  }

  private static String immediate(int opcode) {
    boolean atomic = (opcode & 0xe7) == 0xc3;
    boolean swap = opcode == 0xd4 || opcode == 0xdc || opcode == 0xd7;
    return atomic ? "no atomic operation" : swap ? "a byte swap's is 16, 32 or 64" : "must be 0";
  }
}
