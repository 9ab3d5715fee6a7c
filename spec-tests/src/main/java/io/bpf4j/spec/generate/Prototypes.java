package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.isa.Register.R8;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.kernel.Argument;
import io.bpf4j.kernel.ArgumentKind;
import io.bpf4j.kernel.HelperPrototype;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.object.MapSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Calls of any helper that a program type has, with arguments after its prototype. */
final class Prototypes {
  private static final KernelProfile PROFILE = KernelProfile.builtIn("6.18");
  private static final int HELPERS = 212;
  private static final int TAIL_CALL = 12;
  private static final Set<ArgumentKind> PLAIN =
      EnumSet.range(ArgumentKind.ANYTHING, ArgumentKind.CTX_OR_NULL);

  private Prototypes() {}

  /** The family: one or two calls, the result used. */
  static void write(Sketch s) {
    Maps.value(s, R7, MapKit.ARRAY);
    Scalars.unknown(s, R8, false);
    s.alu(AluOp.AND, R8, 31);
    int count = s.dice.between(1, 2);
    for (int i = 0; i < count; i++) {
      for (int at = -64; at < 0; at += 8) {
        s.store(Size.DW, R10, at, 0);
      }
      call(s, helper(s));
    }
  }

  private static HelperPrototype helper(Sketch s) {
    while (true) {
      int id = s.dice.between(1, HELPERS - 1);
      boolean there =
          id != TAIL_CALL
              && (PROFILE.allows(s.type, s.variant.attachType(), id) || s.dice.percent(2));
      if (there && PROFILE.helper(id).filter(h -> isPlain(h) || s.dice.percent(3)).isPresent()) {
        return PROFILE.helper(id, s.type).orElseGet(() -> PROFILE.helper(id).orElseThrow());
      }
    }
  }

  /** Whether numbers, memory, maps and the context are all that it takes. */
  private static boolean isPlain(HelperPrototype helper) {
    return helper.arguments().stream().map(Argument::kind).allMatch(PLAIN::contains);
  }

  private static void call(Sketch s, HelperPrototype helper) {
    List<Argument> arguments = helper.arguments();
    MapSpec map = map(s, helper.id());
    int size = s.dice.pickInt(1, 4, 8, 16, 24);
    for (int i = 0; i < arguments.size(); i++) {
      argument(s, Register.of(i + 1), arguments.get(i), map, size);
    }
    if (s.slip()) {
      s.mov(Register.of(s.dice.between(1, 5)), s.dice.pick(R6, R7, R8, R10));
    }
    s.with(new Call(new Callee.Helper(helper.id())));
    use(s);
  }

  private static MapSpec map(Sketch s, int helper) {
    if (!s.slip()) {
      for (int tries = 0; tries < 40; tries++) {
        MapSpec map = s.dice.pick(MapKit.ALL);
        if (PROFILE.allowsMapInHelper(map.type(), helper)) {
          return map;
        }
      }
    }
    return s.dice.pick(MapKit.ALL);
  }

  private static void argument(Sketch s, Register r, Argument argument, MapSpec map, int size) {
    switch (argument.kind()) {
      case CTX, CTX_OR_NULL -> s.mov(r, R6);
      case CONST_MAP_PTR -> s.map(r, map);
      case CONST_SIZE, CONST_SIZE_OR_ZERO -> {
        if (s.dice.percent(15)) {
          s.mov(r, R8);
        } else {
          s.mov(r, s.slip() ? s.dice.pickInt(0, -1, 25, 65) : size);
        }
      }
      case CONST_ALLOC_SIZE_OR_ZERO -> s.mov(r, size);
      case ANYTHING -> s.mov(r, s.dice.pickInt(0, 0, 1, -1, 64));
      default -> {
        if (argument.kind().orNull() && s.dice.percent(40)) {
          s.mov(r, 0);
        } else if (s.dice.percent(25)) {
          s.mov(r, R7);
        } else {
          int need = Math.min(480, Math.max(8, need(argument, map, size)));
          s.point(r, R10, -(need + 7 & ~7) + (s.slip() ? 8 : 0));
        }
      }
    }
  }

  private static int need(Argument argument, MapSpec map, int size) {
    return switch (argument.kind()) {
      case MAP_KEY -> map.keySize();
      case MAP_VALUE, MAP_VALUE_OR_NULL, UNINIT_MAP_VALUE -> map.valueSize();
      default -> Math.max(argument.bytes(), Math.max(size, 31));
    };
  }

  private static void use(Sketch s) {
    switch (s.dice.below(8)) {
      case 0 -> s.jump(JumpOp.JSGT, R0, s.dice.pickInt(24, 31, 4095, Integer.MAX_VALUE), s.out());
      case 1 ->
          s.jump(JumpOp.JSLT, R0, s.dice.pickInt(-1, -4095, -4096), s.slip() ? s.bad() : s.out());
      case 2 -> s.jump(JumpOp.JEQ, R0, 0, s.out()).mov(R3, R0);
      case 3 -> s.mov(R2, R0).alu(AluOp.AND, R2, 7);
      case 4 -> {
        if (s.slip()) {
          s.load(Size.B, R3, R0, 0);
        }
      }
      default -> {}
    }
  }
}
