package io.bpf4j.link.core;

import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An instruction with the target's answer in it: the immediate of an ALU instruction or a 64-bit
 * load, the offset of a memory access.
 *
 * @param instructions in place of the one; of the same number of slots
 * @param before what the instruction held
 * @param after what it holds now
 * @param poison why it must never run; null where it was patched
 */
public record Patch(List<Instruction> instructions, long before, long after, String poison) {
  /** The helper number in place of what nothing matches: the kernel knows none such. */
  public static final int POISON = 0xbad2310;

  private static final int CLASS_MASK = 0x07;
  private static final int SIZE_MASK = 0x18;
  private static final int REGISTER_SOURCE = 0x08;

  public Patch {
    instructions = List.copyOf(instructions);
  }

  /**
   * Patches one instruction.
   *
   * @throws Unrelocatable where the instruction takes no such value, or does not hold what the
   *     object's own types say
   */
  public static Patch of(Instruction instruction, Resolution resolution) {
    return switch (instruction.kind()) {
      case LOAD_IMM64 -> ofWide((LoadImm64) instruction, resolution);
      case ALU, BYTE_SWAP, LOAD, STORE, ATOMIC, ADDR_SPACE_CAST, RAW ->
          new Slot(instruction).patched(resolution);
      case JUMP, GOTO, CALL, EXIT, PACKET_LOAD, MAY_GOTO, INDIRECT_GOTO ->
          resolution.isPoison() ? poison(instruction, 0, NO_MATCH) : notPatchable(instruction);
    };
  }

  private static final String NO_MATCH = "nothing in the target matches";

  private static Patch poison(Instruction instruction, long before, String reason) {
    Instruction call = new Call(new Callee.Helper(POISON));
    return new Patch(
        instruction.slots() == 2 ? List.of(call, call) : List.of(call), before, POISON, reason);
  }

  private static Patch notPatchable(Instruction instruction) {
    throw new Unrelocatable("the instruction takes no value: " + instruction);
  }

  private static Patch ofWide(LoadImm64 instruction, Resolution resolution) {
    if (!(instruction.value() instanceof Imm64.Number number)) {
      return resolution.isPoison() ? poison(instruction, 0, NO_MATCH) : notPatchable(instruction);
    }
    if (resolution.isPoison()) {
      return poison(instruction, number.value(), NO_MATCH);
    }
    requireExpected(instruction, number.value(), resolution);
    long value = resolution.theirs().value();
    Instruction patched = new LoadImm64(instruction.dst(), new Imm64.Number(value));
    return new Patch(List.of(patched), number.value(), value, null);
  }

  private static void requireExpected(Instruction instruction, long holds, Resolution resolution) {
    if (resolution.mine().exact() && holds != resolution.mine().value()) {
      throw new Unrelocatable(
          "the instruction holds %d, the object's own types say %d: %s"
              .formatted(holds, resolution.mine().value(), instruction));
    }
  }

  /** The fields of an instruction of one slot (RFC 9669, section 3.1). */
  private static final class Slot {
    private final Instruction instruction;
    private final ByteBuffer bytes;
    private final int opcode;

    Slot(Instruction instruction) {
      this.instruction = instruction;
      byte[] encoded = Code.of(List.of(instruction)).encode(ByteOrder.LITTLE_ENDIAN);
      this.bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
      this.opcode = encoded[0] & 0xff;
    }

    Patch patched(Resolution resolution) {
      return switch (opcode & CLASS_MASK) {
        case 0x04, 0x07 -> immediate(resolution);
        case 0x01, 0x02, 0x03 -> offset(resolution);
        default ->
            resolution.isPoison() ? poison(instruction, 0, NO_MATCH) : notPatchable(instruction);
      };
    }

    private Patch immediate(Resolution resolution) {
      int before = bytes.getInt(4);
      if (resolution.isPoison()) {
        return poison(instruction, before, NO_MATCH);
      }
      if ((opcode & REGISTER_SOURCE) != 0) {
        return notPatchable(instruction);
      }
      requireExpected(instruction, before, resolution);
      long value = resolution.theirs().value();
      if (value != (int) value && value != (value & 0xffffffffL)) {
        throw new Unrelocatable("its value " + value + " does not fit 32 bits: " + instruction);
      }
      bytes.putInt(4, (int) value);
      return done(before, value);
    }

    private Patch offset(Resolution resolution) {
      short before = bytes.getShort(2);
      if (resolution.isPoison()) {
        return poison(instruction, before, NO_MATCH);
      }
      requireExpected(instruction, before, resolution);
      long value = resolution.theirs().value();
      if (value > Short.MAX_VALUE) {
        throw new Unrelocatable("its offset " + value + " does not fit 16 bits: " + instruction);
      }
      if (resolution.changesSize()) {
        if (!resolution.mayChangeSize()) {
          return poison(
              instruction,
              before,
              "it has %d bytes in the target, not %d, and is no pointer or unsigned integer"
                  .formatted(resolution.theirs().size(), resolution.mine().size()));
        }
        resize(resolution);
      }
      bytes.putShort(2, (short) value);
      return done(before, value);
    }

    private void resize(Resolution resolution) {
      if (bytesOf(opcode & SIZE_MASK) != resolution.mine().size()) {
        throw new Unrelocatable(
            "the instruction is not of the field's %d bytes: %s"
                .formatted(resolution.mine().size(), instruction));
      }
      int code =
          switch ((int) resolution.theirs().size()) {
            case 1 -> 0x10;
            case 2 -> 0x08;
            case 4 -> 0x00;
            case 8 -> 0x18;
            default ->
                throw new Unrelocatable(
                    "no instruction is of the field's %d bytes in the target: %s"
                        .formatted(resolution.theirs().size(), instruction));
          };
      bytes.put(0, (byte) (opcode & ~SIZE_MASK | code));
    }

    private static int bytesOf(int sizeCode) {
      return switch (sizeCode) {
        case 0x10 -> 1;
        case 0x08 -> 2;
        case 0x00 -> 4;
        default -> 8;
      };
    }

    private Patch done(long before, long after) {
      Code code = Code.decode(bytes.array(), ByteOrder.LITTLE_ENDIAN);
      return new Patch(code.instructions(), before, after, null);
    }
  }
}
