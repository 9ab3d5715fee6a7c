package io.bpf4j.spec.run;

import static io.bpf4j.spec.run.ProgramWriter.SLOTS;
import static io.bpf4j.spec.run.ProgramWriter.VALUES;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import io.bpf4j.isa.Width;
import io.bpf4j.spec.generate.Dice;
import io.bpf4j.uapi.ProgramType;
import java.util.List;

/** The steps of a random program: each leaves every register that holds a number with one. */
final class Steps {
  /** Operands at which arithmetic has its edges; INT_MIN and LONG_MIN among them. */
  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    31,
    32,
    33,
    63,
    64,
    65,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0x80000000L,
    0xffffffffL,
    0x100000000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final ProgramWriter writer;
  private final Dice dice;
  private final CodeBuilder code;
  private final ContextSteps context;
  private final MapSteps maps;
  private final PacketSteps packet;

  Steps(ProgramWriter writer) {
    this.writer = writer;
    this.dice = writer.dice;
    this.code = writer.code;
    this.context = new ContextSteps(writer);
    this.maps = new MapSteps(writer, this);
    this.packet = new PacketSteps(writer);
  }

  /** One of all. */
  void any(int step) {
    int drawn = dice.below(100);
    if (drawn < 34) {
      alu(VALUES);
    } else if (drawn < 38) {
      swap();
    } else if (drawn < 47) {
      jump(step);
    } else if (drawn < 53) {
      store();
    } else if (drawn < 61) {
      load();
    } else if (drawn < 69) {
      atomic(Register.R10, place(8 * SLOTS), VALUES);
    } else if (drawn < 75) {
      edge();
    } else if (drawn < 81) {
      context.any();
    } else if (drawn < 86) {
      maps.any();
    } else if (drawn < 90) {
      packet.any();
    } else if (drawn < 93) {
      loop();
    } else if (drawn < 96) {
      either();
    } else if (writer.legacyLoads) {
      legacyLoad();
    } else {
      call(1);
    }
  }

  /** Arithmetic of any kind on some registers. */
  void alu(List<Register> registers) {
    AluOp op = dice.pick(AluOp.values());
    Width width = op == AluOp.MOVSX32 ? Width.W64 : writer.width();
    Operand source = dice.pick(registers);
    if (op == AluOp.NEG) {
      source = new Imm(0);
    } else if (!op.isSignExtendingMove() && dice.percent(50)) {
      source = new Imm(immediate(op, width));
    }
    code.with(new Alu(op, width, dice.pick(registers), source));
  }

  /** The verifier refuses a constant divisor of zero, and a constant shift of the whole width. */
  private int immediate(AluOp op, Width width) {
    return switch (op) {
      case DIV, SDIV, MOD, SMOD -> {
        int divisor = dice.constant();
        yield divisor == 0 ? -1 : divisor;
      }
      case LSH, RSH, ARSH -> dice.below(width.bits());
      default -> dice.constant();
    };
  }

  private void swap() {
    ByteSwap.Order order = dice.pick(ByteSwap.Order.values());
    code.with(new ByteSwap(order, 16 << dice.below(3), dice.pick(VALUES)));
  }

  private void edge() {
    long value = dice.percent(70) ? EDGES[dice.below(EDGES.length)] : dice.wideConstant();
    code.loadImm64(dice.pick(VALUES), value);
  }

  private void jump(int step) {
    writer.jumpAhead(anyJump(), step);
  }

  private Jump anyJump() {
    return new Jump(
        dice.pick(JumpOp.values()),
        writer.width(),
        dice.pick(VALUES),
        writer.operand(VALUES),
        (short) 0);
  }

  /** An if and an else, with a long or a short jump across the else. */
  private void either() {
    Label otherwise = writer.label();
    Label end = writer.label();
    code.with(new Branch(anyJump(), otherwise));
    alu(VALUES);
    code.with(new Branch(new Goto(0, dice.percent(50)), end));
    code.bind(otherwise);
    alu(VALUES);
    code.bind(end);
  }

  /** How far below the frame's top an aligned place for some bytes is. */
  private static short below(int place) {
    return (short) -place;
  }

  private int place(int room) {
    return -8 * dice.between(1, room / 8);
  }

  /** An aligned place of a size among the slots. */
  private short slot(Size size) {
    return below(size.bytes() * dice.between(1, 8 * SLOTS / size.bytes()));
  }

  private void store() {
    Size size = dice.pick(Size.values());
    boolean toPacket = writer.readsPacket() && writer.type != ProgramType.CGROUP_SKB;
    if (toPacket && dice.percent(40)) {
      short offset = (short) dice.below(ProgramWriter.WINDOW - size.bytes() + 1);
      code.with(new Store(size, Register.R9, offset, writer.operand(VALUES)));
    } else {
      code.with(new Store(size, Register.R10, slot(size), writer.operand(VALUES)));
    }
  }

  private void load() {
    Size size = dice.pick(Size.values());
    boolean signed = size != Size.DW && dice.percent(50);
    if (writer.readsPacket() && dice.percent(50)) {
      short offset = (short) dice.below(ProgramWriter.WINDOW - size.bytes() + 1);
      code.with(new Load(size, signed, dice.pick(VALUES), Register.R9, offset));
    } else {
      code.with(new Load(size, signed, dice.pick(VALUES), Register.R10, slot(size)));
    }
  }

  /** An atomic operation on the 8 bytes at a multiple of 8; R0 is a number then. */
  void atomic(Register base, int offset, List<Register> registers) {
    AtomicOp op = dice.pick(AtomicOp.values());
    Size size = dice.pick(Size.W, Size.DW);
    if (op.isOrderedAccess()) {
      size = dice.pick(Size.values());
    }
    if (base == Register.R10 && op.fetches() && !op.isOrderedAccess()) {
      forget(offset, dice.pick(registers));
    }
    int within = size.bytes() * dice.below(8 / size.bytes());
    code.with(new Atomic(op, size, base, (short) (offset + within), dice.pick(registers)));
  }

  /**
   * Makes the verifier forget what it knows of a slot. Where it knows a range, and an atomic
   * operation fetches it, Linux 6.18 does not follow the number back into the slot when it prunes:
   * it then takes out branches that are taken, and the program is another than the one that was
   * loaded.
   */
  private void forget(int offset, Register spare) {
    code.load(Size.B, spare, Register.R10, offset);
    code.store(Size.B, Register.R10, offset, spare);
  }

  /** A few rounds of arithmetic, counted by R8, with the test at the end. */
  private void loop() {
    Label head = writer.label();
    Label end = writer.label();
    List<Register> others = VALUES.subList(0, VALUES.size() - 1);
    boolean mayGoto = dice.percent(30);
    int rounds = dice.between(1, 5);
    code.mov(Register.R8, rounds).bind(head);
    if (mayGoto) {
      code.with(new Branch(new MayGoto((short) 0), end));
    }
    for (int i = dice.between(1, 4); i > 0; i--) {
      alu(others);
    }
    code.alu(AluOp.SUB, Register.R8, 1);
    JumpOp op = dice.pick(JumpOp.JNE, JumpOp.JSGT, JumpOp.JGT);
    code.with(new Branch(new Jump(op, writer.width(), Register.R8, new Imm(0), (short) 0), head));
    code.bind(end);
    if (mayGoto) {
      writer.refill(List.of(Register.R8));
    }
  }

  private void legacyLoad() {
    if (writer.type == ProgramType.CGROUP_SKB) {
      return;
    }
    Size size = dice.pick(Size.B, Size.H, Size.W);
    int offset = dice.percent(90) ? dice.below(60) : dice.pickInt(200, -0x100000, -0x200000 + 4);
    Register index = null;
    if (dice.percent(50)) {
      index = dice.pick(VALUES);
      code.alu(AluOp.AND, index, 15);
    }
    code.with(new PacketLoad(size, index, offset));
    writer.refill(VALUES.subList(1, 6));
  }

  /** A call of a subprogram with whatever is in R1 to R5. */
  void call(int depth) {
    Label label = writer.label();
    writer.functions.add(new ProgramWriter.Function(label, depth));
    code.with(new Branch(new Call(new Callee.Local(0)), label));
    if (depth == 1) {
      writer.refill(VALUES.subList(1, 6));
    }
  }
}
