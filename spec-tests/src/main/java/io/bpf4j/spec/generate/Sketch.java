package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.isa.Register.R8;
import static io.bpf4j.isa.Register.R9;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.CodeElement;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;
import io.bpf4j.kernel.ReturnRange;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * A program being written: the instructions so far, the dice, and the two places that every
 * function has at its end, {@link #out} (returns a number) and {@link #bad} (breaks a rule: a
 * verifier that sees it reached rejects). The context is kept in R6.
 */
final class Sketch {
  /** A function to be written after the present one. */
  private record Pending(Label label, Consumer<Sketch> body) {}

  final Dice dice;
  final Variant variant;
  final ProgramType type;
  private final CodeBuilder code;
  private final int slipPercent;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private Label out;
  private Label bad;
  private boolean outUsed;
  private boolean badUsed;
  private boolean returned;

  /** Whether the function being written is not the program itself. */
  private boolean inner;

  private int labels;

  Sketch(Dice dice, Variant variant, int slipPercent, CodeBuilder code) {
    this.dice = dice;
    this.variant = variant;
    this.type = variant.type();
    this.slipPercent = slipPercent;
    this.code = code;
  }

  /** Writes the main function, then those that it asked for. */
  void write(Consumer<Sketch> main) {
    function(
        sketch -> {
          sketch.mov(R6, R1);
          main.accept(sketch);
        });
    while (!pending.isEmpty()) {
      Pending next = pending.poll();
      code.bind(next.label());
      inner = true;
      function(next.body());
    }
  }

  private void function(Consumer<Sketch> body) {
    out = label();
    bad = label();
    outUsed = false;
    badUsed = false;
    returned = false;
    body.accept(this);
    if (badUsed) {
      if (!returned) {
        goTo(out());
      }
      code.bind(bad);
      code.load(Size.DW, R0, R10, 8);
    } else if (returned && !outUsed) {
      return;
    }
    code.bind(out);
    mov(R0, result());
    code.exit();
  }

  /** A number that the program may return, or on a slip one that perhaps it may not. */
  private int result() {
    if (inner) {
      return slip() ? 2 : dice.between(0, 1);
    }
    ReturnRange range = variant.returns();
    if (range.isAny() || slip()) {
      return dice.between(0, 2);
    }
    return dice.between((int) range.least(), (int) range.greatest());
  }

  /** Whether to make a mistake here. */
  boolean slip() {
    return dice.percent(slipPercent);
  }

  /** This number, or on a slip one that is off by a little. */
  int near(int right) {
    return slip() ? right + dice.pickInt(-8, -4, -2, -1, 1, 1, 1, 2, 4, 8) : right;
  }

  /** A constant slip towards too much: for limits. */
  int atMost(int right) {
    return slip()
        ? right + dice.pickInt(1, 1, 1, 2, 4, 8, 64)
        : right - dice.pickInt(0, 0, 0, 1, 3);
  }

  /** Where to go to return early. */
  Label out() {
    outUsed = true;
    return out;
  }

  /** Where a correct program never gets. */
  Label bad() {
    badUsed = true;
    return bad;
  }

  Label label() {
    return code.newLabel("L" + labels++);
  }

  Sketch bind(Label label) {
    code.bind(label);
    return this;
  }

  Sketch with(CodeElement element) {
    code.with(element);
    return this;
  }

  Sketch mov(Register dst, Register src) {
    code.mov(dst, src);
    return this;
  }

  Sketch mov(Register dst, int value) {
    code.mov(dst, value);
    return this;
  }

  Sketch wide(Register dst, long value) {
    code.loadImm64(dst, value);
    return this;
  }

  Sketch alu(AluOp op, Register dst, Operand src) {
    code.alu(op, dst, src);
    return this;
  }

  Sketch alu(AluOp op, Register dst, int value) {
    return alu(op, dst, new Imm(value));
  }

  Sketch alu32(AluOp op, Register dst, Operand src) {
    return with(new Alu(op, Width.W32, dst, src));
  }

  Sketch alu32(AluOp op, Register dst, int value) {
    return alu32(op, dst, new Imm(value));
  }

  Sketch add(Register dst, int value) {
    return alu(AluOp.ADD, dst, value);
  }

  Sketch add(Register dst, Register src) {
    return alu(AluOp.ADD, dst, src);
  }

  /** {@code dst = base + offset}, both pointers. */
  Sketch point(Register dst, Register base, int offset) {
    mov(dst, base);
    return offset == 0 && dice.percent(50) ? this : add(dst, offset);
  }

  Sketch load(Size size, Register dst, Register base, int offset) {
    code.load(size, dst, base, offset);
    return this;
  }

  Sketch loadSigned(Size size, Register dst, Register base, int offset) {
    return with(new Load(size, size != Size.DW, dst, base, (short) offset));
  }

  Sketch store(Size size, Register base, int offset, Register src) {
    code.store(size, base, offset, src);
    return this;
  }

  Sketch store(Size size, Register base, int offset, int value) {
    code.store(size, base, offset, new Imm(value));
    return this;
  }

  Sketch jump(JumpOp op, Register dst, Register src, Label target) {
    code.jump(op, dst, src, target);
    return this;
  }

  Sketch jump(JumpOp op, Register dst, int value, Label target) {
    code.jump(op, dst, value, target);
    return this;
  }

  Sketch jump32(JumpOp op, Register dst, Operand src, Label target) {
    return with(new Branch(new Jump(op, Width.W32, dst, src, (short) 0), target));
  }

  Sketch goTo(Label target) {
    code.goTo(target);
    return this;
  }

  /** An exit in the midst of a function. */
  Sketch exit() {
    code.exit();
    return this;
  }

  /** The exit at the end of a function's body: returns R0 as it is. */
  void done() {
    code.exit();
    returned = true;
  }

  Sketch map(Register dst, MapSpec map) {
    code.loadMap(dst, map.name());
    return this;
  }

  Sketch call(Helper helper) {
    code.callHelper(helper.number());
    return this;
  }

  /** The address of a function. */
  Sketch address(Register dst, Label function) {
    return with(new Branch(new LoadImm64(dst, new Imm64.LocalFunction(0)), function));
  }

  Sketch call(Label function) {
    return with(new Branch(new Call(new Callee.Local(0)), function));
  }

  /** A function written after the ones asked for before; call it by its label. */
  Label function(String name, Consumer<Sketch> body) {
    Label label = code.newLabel(name);
    define(label, body);
    return label;
  }

  /** Gives a label's function its body: for functions that call each other. */
  void define(Label label, Consumer<Sketch> body) {
    pending.add(new Pending(label, body));
  }

  /** R7, R8 and R9, which survive calls, in some order. */
  Register[] saved() {
    return dice.shuffle(new Register[] {R7, R8, R9});
  }

  /** Whether the program type is this one. */
  boolean is(ProgramType other) {
    return type == other;
  }
}
