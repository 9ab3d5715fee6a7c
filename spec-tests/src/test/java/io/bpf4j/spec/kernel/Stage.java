package io.bpf4j.spec.kernel;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.kernel.ContextAccess;
import io.bpf4j.kernel.ContextLayout;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.loader.BpfMap;
import io.bpf4j.object.MapSpec;
import io.bpf4j.spec.generate.Variant;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Sets up what a call is offered: registers and stack that survive to it, and maps. */
final class Stage {
  static final Register CONTEXT = Register.R6;
  static final Register NUMBER = Register.R7;
  static final Register VALUE = Register.R8;
  static final Register PACKET = Register.R9;
  static final int WRITTEN = -128;
  static final int UNWRITTEN = -448;
  static final int SPILLED = -320;
  static final String VALUE_MAP = "values";
  static final String READ_ONLY_MAP = "constants";
  static final String STRING_MAP = "string";

  private static final int BYTES = 64;
  private static final KernelProfile PROFILE = KernelProfile.builtIn("6.18");

  private Stage() {}

  /** Creates the maps that {@link Offer} refers to. */
  static void createMaps(Probe probe) {
    probe.map(array(VALUE_MAP, 0));
    probe.map(array(READ_ONLY_MAP, MapSpec.FLAG_READ_ONLY_PROGRAM));
    BpfMap string = probe.map(array(STRING_MAP, MapSpec.FLAG_READ_ONLY_PROGRAM));
    string.update(new byte[4], Arrays.copyOf(new byte[] {'t', 'e', 's', 't'}, BYTES));
    string.freeze();
  }

  private static MapSpec array(String name, int flags) {
    return new MapSpec(
        name, MapType.ARRAY, 4, BYTES, 1, flags, 0, false, 0, 0, null, MapSpec.EMPTY);
  }

  /** Whether programs get a pointer to the packet. */
  static boolean hasPacket(Variant variant) {
    return offsetOf(variant, ContextAccess.PACKET).isPresent();
  }

  static void open(Variant variant, CodeBuilder c) {
    c.mov(CONTEXT, Register.R1);
    if (hasPacket(variant)) {
      checkPacket(variant, c);
    }
    for (int offset = -256; offset < 0; offset += 8) {
      c.store(Size.DW, Register.R10, offset, new Imm(0));
    }
    c.store(Size.DW, Register.R10, SPILLED, CONTEXT);
    c.callHelper(Helper.GET_PRANDOM_U32.number()).mov(NUMBER, Register.R0);
    c.with(new LoadImm64(VALUE, new Imm64.MapValueReference(VALUE_MAP, 0)));
  }

  /** Returns a value that every program type may return. */
  static void close(CodeBuilder c) {
    c.mov(Register.R0, 1).exit();
  }

  private static void checkPacket(Variant variant, CodeBuilder c) {
    ContextLayout layout = layout(variant);
    int start = offsetOf(variant, ContextAccess.PACKET).orElseThrow();
    int end = offsetOf(variant, ContextAccess.PACKET_END).orElseThrow();
    boolean wide = layout.access(start, 8, false) == ContextAccess.PACKET;
    Size size = wide ? Size.DW : Size.W;
    Label enough = c.newLabel("enough");
    c.load(size, PACKET, CONTEXT, start).load(size, Register.R2, CONTEXT, end);
    c.mov(Register.R1, PACKET).alu(AluOp.ADD, Register.R1, BYTES);
    c.jump(JumpOp.JLE, Register.R1, Register.R2, enough);
    close(c);
    c.bind(enough);
  }

  private static OptionalInt offsetOf(Variant variant, ContextAccess kind) {
    ContextLayout layout = layout(variant);
    return IntStream.range(0, Math.min(layout.size(), 512))
        .filter(at -> layout.access(at, 4, false) == kind || layout.access(at, 8, false) == kind)
        .findFirst();
  }

  private static ContextLayout layout(Variant variant) {
    return PROFILE.context(variant.type(), variant.attachType()).orElseThrow();
  }
}
