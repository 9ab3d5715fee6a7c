package io.bpf4j.dsl.compiler;

import io.bpf4j.dsl.ir.Block;
import io.bpf4j.dsl.ir.Folding;
import io.bpf4j.dsl.ir.Function;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.dsl.ir.Operation;
import io.bpf4j.dsl.ir.StackSlot;
import io.bpf4j.dsl.ir.Terminator;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.isa.Width;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Selects instructions: nodes become machine instructions over virtual registers. */
final class Selector {
  private static final int NONE = MachineInstruction.NONE;
  private static final int[] NO_USES = {};

  private final Function function;
  private final MachineFunction out;
  private final Map<Block, MachineBlock> blocks = new HashMap<>();
  private final Map<Node, Integer> registers = new IdentityHashMap<>();
  private final Map<Node, Integer> incoming = new IdentityHashMap<>();
  private final Map<Node, Integer> uses = new IdentityHashMap<>();
  private MachineBlock current;
  private SourceLine line;

  private Selector(Function function, Frame frame) {
    this.function = function;
    this.out = new MachineFunction(function.name(), frame);
  }

  /** Selects for a function whose critical edges are split. */
  static MachineFunction select(Function function, Frame frame) {
    return new Selector(function, frame).run();
  }

  private MachineFunction run() {
    for (Block block : function.blocks()) {
      MachineBlock machine = new MachineBlock(blocks.size(), block.loopDepth(), block.isCold());
      blocks.put(block, machine);
      out.blocks().add(machine);
      block.nodes().forEach(this::countUses);
      block.terminator().operands().forEach(node -> uses.merge(node, 1, Integer::sum));
    }
    for (Block block : function.blocks()) {
      current = blocks.get(block);
      if (block == function.entry()) {
        line = block.nodes().isEmpty() ? block.terminator().line() : block.nodes().get(0).line();
        takeParameters();
      }
      block.nodes().forEach(this::select);
      line = block.terminator().line();
      fillPhis(block);
      terminate(block.terminator());
    }
    return out;
  }

  private void countUses(Node node) {
    node.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
  }

  private void takeParameters() {
    for (int i = 0; i < function.parameters().size(); i++) {
      Node parameter = function.parameters().get(i);
      if (uses.containsKey(parameter)) {
        move(registerOf(parameter), Register.R1.number() + i);
      }
    }
  }

  private int registerOf(Node node) {
    return registers.computeIfAbsent(node, n -> out.newRegister());
  }

  /** The register in which predecessors leave a phi's value. */
  private int incomingOf(Node phi) {
    return incoming.computeIfAbsent(phi, n -> out.newRegister());
  }

  private void fillPhis(Block block) {
    for (Block target : block.terminator().successors()) {
      int edge = target.predecessors().indexOf(block);
      for (Node phi : target.phis()) {
        into(incomingOf(phi), phi.operand(edge));
      }
    }
  }

  private void select(Node node) {
    if (node.line() != null) {
      line = node.line();
    }
    switch (node.kind()) {
      case PHI -> move(registerOf(node), incomingOf(node));
      case BINARY -> binary(node, (Operation.Binary) node.operation());
      case TRUNCATE -> add(new Shape.Truncate(), registerOf(node), register(node.operand(0)));
      case TO_BIG_ENDIAN -> {
        int def = registerOf(node);
        into(def, node.operand(0));
        add(new Shape.ToBigEndian(((Operation.ToBigEndian) node.operation()).bits()), def, def);
      }
      case LOAD -> {
        Operation.Load load = (Operation.Load) node.operation();
        Shape shape = new Shape.Load(load.size(), place(node.operand(0), load.offset()));
        add(shape, registerOf(node), base(node.operand(0)));
      }
      case STORE -> store(node, (Operation.Store) node.operation());
      case UPDATE -> {
        Operation.Update update = (Operation.Update) node.operation();
        Shape.Place place = place(node.operand(0), update.offset());
        int[] used = with(base(node.operand(0)), register(node.operand(1)));
        add(new Shape.Update(update.op(), update.size(), place), NONE, used);
      }
      case CALL -> call(node, (Operation.Call) node.operation());
      case CONSTANT, MAP_ADDRESS, STACK_ADDRESS, PARAMETER ->
          throw new IllegalStateException(node + " belongs to no block");
    }
  }

  private void binary(Node node, Operation.Binary binary) {
    Node left = node.operand(0);
    Node right = node.operand(1);
    int def = registerOf(node);
    Width width = binary.width();
    if (binary.op() == AluOp.SUB && left.isConstant(0)) {
      into(def, right);
      add(new Shape.BinaryImm(AluOp.NEG, width, 0), def, def);
    } else if (right.isConstant() && fits(right.constantValue(), width)) {
      into(def, left);
      add(new Shape.BinaryImm(binary.op(), width, (int) right.constantValue()), def, def);
    } else {
      // The operand that dies here is the one to overwrite.
      boolean swap =
          Folding.isCommutative(binary.op()) && uses.get(left) > 1 && uses.get(right) == 1;
      Node first = swap ? right : left;
      int second = register(swap ? left : right);
      into(def, first);
      add(new Shape.Binary(binary.op(), width), def, def, second);
    }
  }

  private void store(Node node, Operation.Store store) {
    Shape.Place place = place(node.operand(0), store.offset());
    int[] address = base(node.operand(0));
    Node value = node.operand(1);
    boolean immediate =
        value.isConstant() && (store.size() != Size.DW || fits(value.constantValue(), Width.W64));
    if (immediate) {
      int number = (int) value.constantValue();
      int narrow =
          store.size() == Size.B
              ? number & 0xff
              : store.size() == Size.H ? number & 0xffff : number;
      add(new Shape.StoreImm(store.size(), place, narrow), NONE, address);
    } else {
      add(new Shape.Store(store.size(), place), NONE, with(address, register(value)));
    }
  }

  private void call(Node node, Operation.Call call) {
    List<Node> arguments = node.operands();
    int[] used = new int[arguments.size()];
    for (int i = 0; i < used.length; i++) {
      used[i] = Register.R1.number() + i;
      if (!arguments.get(i).operation().isFloating()) {
        into(used[i], arguments.get(i));
      }
    }
    // What is made anew goes last: it needs no register before.
    for (int i = 0; i < used.length; i++) {
      if (arguments.get(i).operation().isFloating()) {
        into(used[i], arguments.get(i));
      }
    }
    add(new Shape.Call(call.callee()), Register.R0.number(), used);
    if (uses.containsKey(node)) {
      move(registerOf(node), Register.R0.number());
    }
  }

  private void terminate(Terminator end) {
    if (end instanceof Terminator.Goto jump) {
      add(new Shape.Goto(blocks.get(jump.target())), NONE, NO_USES);
    } else if (end instanceof Terminator.Return back) {
      into(Register.R0.number(), back.operands().get(0));
      add(new Shape.Return(), NONE, Register.R0.number());
    } else {
      branch((Terminator.Branch) end);
    }
  }

  private void branch(Terminator.Branch branch) {
    MachineBlock yes = blocks.get(branch.yes());
    MachineBlock no = blocks.get(branch.no());
    Node right = branch.right().resolved();
    int left = register(branch.left().resolved());
    if (right.isConstant() && fits(right.constantValue(), branch.width())) {
      int value = (int) right.constantValue();
      add(new Shape.BranchImm(branch.op(), branch.width(), value, yes, no), NONE, left);
    } else {
      int[] used = {left, register(right)};
      add(new Shape.Branch(branch.op(), branch.width(), yes, no), NONE, used);
    }
  }

  /** Whether an immediate, sign-extended to the width, is the number. */
  private static boolean fits(long value, Width width) {
    return width == Width.W32 || value == (int) value;
  }

  private static Shape.Place place(Node base, int offset) {
    StackSlot slot = base.operation() instanceof Operation.StackAddress stack ? stack.slot() : null;
    return new Shape.Place(slot, offset);
  }

  private int[] base(Node base) {
    boolean onStack = base.kind() == Operation.Kind.STACK_ADDRESS;
    return onStack ? NO_USES : new int[] {register(base)};
  }

  private static int[] with(int[] first, int last) {
    int[] all = java.util.Arrays.copyOf(first, first.length + 1);
    all[first.length] = last;
    return all;
  }

  /** A register that holds the node's value. */
  private int register(Node node) {
    if (!node.operation().isFloating()) {
      return registerOf(node);
    }
    int register = out.newRegister();
    into(register, node);
    return register;
  }

  /** Brings the node's value into a register. */
  private void into(int register, Node node) {
    switch (node.kind()) {
      case CONSTANT -> add(new Shape.Constant(node.constantValue()), register, NO_USES);
      case MAP_ADDRESS ->
          add(
              new Shape.MapAddress(((Operation.MapAddress) node.operation()).map()),
              register,
              NO_USES);
      case STACK_ADDRESS ->
          add(
              new Shape.FrameAddress(((Operation.StackAddress) node.operation()).slot()),
              register,
              NO_USES);
      default -> move(register, registerOf(node));
    }
  }

  private void move(int to, int from) {
    add(new Shape.Move(), to, from);
  }

  private void add(Shape shape, int def, int... used) {
    current.instructions().add(new MachineInstruction(shape, def, used, line));
  }
}
