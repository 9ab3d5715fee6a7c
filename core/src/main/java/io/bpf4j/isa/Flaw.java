package io.bpf4j.isa;

import java.util.Locale;

/** Why a slot is no instruction: an unknown opcode, or which field holds what it must not. */
final class Flaw {
  private static final short[] OFFSETS = {0, 8};
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

  private Flaw() {}

  static boolean isKnown(int opcode) {
    return KNOWN[opcode];
  }

  static String of(Raw raw) {
    if (!KNOWN[raw.opcode()]) {
      return String.format(Locale.ROOT, "unknown opcode 0x%02x", raw.opcode());
    }
    if (raw.dst() > 10) {
      return "dst is " + raw.dst() + ": registers are 0 to 10";
    }
    if (raw.src() > 10) {
      return "src is " + raw.src() + ": registers are 0 to 10";
    }
    return raw.opcode() == 0x18 ? ofWide(raw) : ofFields(raw);
  }

  private static String ofWide(Raw raw) {
    if (raw.src() > 6) {
      return "src is " + raw.src() + ": a 64-bit immediate's is 0 to 6";
    }
    return raw.offset() != 0
        ? "offset is " + raw.offset() + ": a 64-bit immediate's is 0"
        : "the second slot of the 64-bit immediate is missing or has fields besides its immediate";
  }

  /** The one field that is wrong, if the rest would do with another value in it. */
  private static String ofFields(Raw raw) {
    int opcode = raw.opcode();
    for (int imm : IMMS) {
      if (Decoder.known(opcode, raw.dst(), raw.src(), raw.offset(), imm) != null) {
        return "imm is " + raw.imm() + ": " + immediate(opcode);
      }
    }
    for (short offset : OFFSETS) {
      if (Decoder.known(opcode, raw.dst(), raw.src(), offset, raw.imm()) != null) {
        boolean selects = Decoder.known(opcode, raw.dst(), raw.src(), (short) 1, raw.imm()) != null;
        return "offset is "
            + raw.offset()
            + (selects ? ": it selects no operation" : ", must be 0");
      }
    }
    if (Decoder.known(opcode, raw.dst(), 0, raw.offset(), raw.imm()) != null) {
      return "src is " + raw.src() + (opcode == 0x85 ? ": no kind of call" : ", must be 0");
    }
    return Decoder.known(opcode, 0, raw.src(), raw.offset(), raw.imm()) != null
        ? "dst is " + raw.dst() + ", must be 0"
        : "more than one field that must be 0 is not";
  }

  private static String immediate(int opcode) {
    boolean atomic = (opcode & 0xe7) == 0xc3;
    boolean swap = opcode == 0xd4 || opcode == 0xdc || opcode == 0xd7;
    return atomic ? "no atomic operation" : swap ? "a byte swap's is 16, 32 or 64" : "must be 0";
  }
}
