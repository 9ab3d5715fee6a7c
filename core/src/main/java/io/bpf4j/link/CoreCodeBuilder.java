package io.bpf4j.link;

import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.CoreRelocation.Kind;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Builds code that names fields, enumerators and types of the kernel: what depends on the kernel is
 * left to relocations. Every method throws an IllegalArgumentException where what is accessed has
 * no such value, or one that the instruction cannot hold. Not thread-safe.
 */
public final class CoreCodeBuilder {
  private final CodeBuilder code;
  private final Btf btf;
  private final ByteOrder order;
  private final List<CoreRelocation> relocations;

  CoreCodeBuilder(CodeBuilder code, Btf btf, ByteOrder order, List<CoreRelocation> relocations) {
    this.code = code;
    this.btf = btf;
    this.order = order;
    this.relocations = relocations;
  }

  /** The builder underneath, for everything that depends on no kernel. */
  public CodeBuilder code() {
    return code;
  }

  /** A field of one of the object's types; see {@link CoreAccess#field}. */
  public CoreAccess field(int type, String path) {
    return CoreAccess.field(btf, type, path);
  }

  /** {@code dst = base->field}, zero-extended: for whole fields of 1, 2, 4 or 8 bytes. */
  public CoreCodeBuilder load(Register dst, Register base, CoreAccess field) {
    short offset = offset(field);
    relocate(field, Kind.FIELD_BYTE_OFFSET);
    code.load(size(field), dst, base, offset);
    return this;
  }

  /** {@code base->field = src}: for whole fields of 1, 2, 4 or 8 bytes. */
  public CoreCodeBuilder store(Register base, CoreAccess field, Operand src) {
    short offset = offset(field);
    relocate(field, Kind.FIELD_BYTE_OFFSET);
    code.store(size(field), base, offset, src);
    return this;
  }

  /** {@code dst = &base->field}, for a helper that reads from there. */
  public CoreCodeBuilder address(Register dst, Register base, CoreAccess field) {
    int offset = number(field, Kind.FIELD_BYTE_OFFSET);
    if (dst != base) {
      code.mov(dst, base);
    }
    relocate(field, Kind.FIELD_BYTE_OFFSET);
    code.alu(AluOp.ADD, dst, offset);
    return this;
  }

  /** {@code dst = } what the kernel answers, of any kind. */
  public CoreCodeBuilder value(Register dst, CoreAccess access, Kind kind) {
    switch (kind) {
      case TYPE_ID_LOCAL, TYPE_ID_TARGET, ENUMVAL_EXISTS, ENUMVAL_VALUE -> {
        long value = access.value(kind, order);
        relocate(access, kind);
        code.loadImm64(dst, value);
      }
      case FIELD_BYTE_OFFSET,
          FIELD_BYTE_SIZE,
          FIELD_EXISTS,
          FIELD_SIGNED,
          FIELD_LSHIFT_U64,
          FIELD_RSHIFT_U64,
          TYPE_EXISTS,
          TYPE_SIZE,
          TYPE_MATCHES -> {
        int value = number(access, kind);
        relocate(access, kind);
        code.mov(dst, value);
      }
    }
    return this;
  }

  /**
   * {@code dst} is the 64-bit word at the field, loaded so that it begins at its lowest byte; cuts
   * a bit field, or a field of whatever size, out of it.
   */
  public CoreCodeBuilder shiftOut(Register dst, CoreAccess field, boolean signed) {
    int left = number(field, Kind.FIELD_LSHIFT_U64);
    relocate(field, Kind.FIELD_LSHIFT_U64);
    code.alu(AluOp.LSH, dst, left);
    int right = number(field, Kind.FIELD_RSHIFT_U64);
    relocate(field, Kind.FIELD_RSHIFT_U64);
    AluOp shift = signed ? AluOp.ARSH : AluOp.RSH;
    code.with(new Alu(shift, Width.W64, dst, new Imm(right)));
    return this;
  }

  private void relocate(CoreAccess access, Kind kind) {
    relocations.add(access.relocation(code.pc(), kind));
  }

  private int number(CoreAccess access, Kind kind) {
    long value = access.value(kind, order);
    if (value != (int) value) {
      throw new IllegalArgumentException(kind.text() + " " + value + " does not fit 32 bits");
    }
    return (int) value;
  }

  private short offset(CoreAccess field) {
    int offset = number(field, Kind.FIELD_BYTE_OFFSET);
    if (offset != (short) offset) {
      throw new IllegalArgumentException("offset " + offset + " does not fit 16 bits");
    }
    return (short) offset;
  }

  private Size size(CoreAccess field) {
    return Size.ofBytes(number(field, Kind.FIELD_BYTE_SIZE));
  }
}
