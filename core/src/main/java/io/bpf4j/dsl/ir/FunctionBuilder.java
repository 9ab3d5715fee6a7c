package io.bpf4j.dsl.ir;

import io.bpf4j.AssemblyException;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.isa.Width;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a function in the order of its text. Operations go to the current block; each has the
 * source line that was last set. Control flow is made of blocks that the caller enters and seals
 * (no more predecessors) as it knows them.
 */
public final class FunctionBuilder {
  private final String name;
  private final List<Node> parameters = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final Variables variables = new Variables();
  private final Block entry;
  private final Region whole = new Region(null, false);
  private Region region = whole;
  private Block current;
  private SourceLine line;
  private int blockIds;
  private int atEntry;

  /**
   * @param name the function's symbol
   * @param parameters how many it has, at most 5
   * @param line where it is declared
   */
  public FunctionBuilder(String name, int parameters, SourceLine line) {
    this.name = name;
    this.line = line;
    for (int i = 0; i < parameters; i++) {
      this.parameters.add(new Node(new Operation.Parameter(i), List.of(), line));
    }
    entry = newBlock(false);
    seal(entry);
    enter(entry);
  }

  /** The function's symbol. */
  public String name() {
    return name;
  }

  /** A parameter's value. */
  public Node parameter(int index) {
    return parameters.get(index);
  }

  /** What follows was asked for there. */
  public void at(SourceLine newLine) {
    line = newLine;
  }

  /** Where the last request came from. */
  public SourceLine line() {
    return line;
  }

  // Operations.

  /** {@code left op right}, folded where it can be. */
  public Node binary(AluOp op, Width width, Node left, Node right) {
    if (Folding.isCommutative(op) && left.isConstant()) {
      return binaryOrdered(op, width, right, left);
    }
    return binaryOrdered(op, width, left, right);
  }

  private Node binaryOrdered(AluOp op, Width width, Node left, Node right) {
    Node simple = Folding.simplify(op, width, left, right);
    if (simple != null) {
      return simple;
    }
    Folding.Cheaper cheaper = Folding.cheaper(op, width, left, right);
    return cheaper != null
        ? binaryOrdered(cheaper.op(), width, cheaper.left(), Node.constant(cheaper.right()))
        : shared(new Operation.Binary(op, width), left, right);
  }

  /** The lower 32 bits. */
  public Node truncate(Node value) {
    if (value.isConstant()) {
      return Node.constant(value.constantValue() & 0xffff_ffffL);
    }
    boolean fits = Long.compareUnsigned(Ranges.max(value), 0xffff_ffffL) <= 0;
    return fits ? value : shared(new Operation.Truncate(), value);
  }

  /** Between the machine's byte order and network byte order. */
  public Node toBigEndian(int bits, Node value) {
    return shared(new Operation.ToBigEndian(bits), value);
  }

  /** A pure operation; one made before is taken again. */
  private Node shared(Operation operation, Node... operands) {
    List<Node> list = List.of(operands);
    Region.Computation computation = new Region.Computation(operation, list);
    Node known = region.find(computation);
    if (known != null) {
      return known;
    }
    Node node = add(operation, list);
    boolean worthKeeping = list.stream().noneMatch(Node::isConstant);
    if (worthKeeping) {
      region.remember(computation, node);
    }
    return node;
  }

  /** Reads memory. */
  public Node load(Size size, Node base, int offset) {
    return add(new Operation.Load(size, offset), List.of(base));
  }

  /** Reads memory before anything else runs: context fields that the whole function shares. */
  public Node loadAtEntry(Size size, Node base, int offset) {
    Node node = new Node(new Operation.Load(size, offset), List.of(base), line);
    entry.nodes().add(atEntry++, node);
    return node;
  }

  /** Writes memory. */
  public void store(Size size, Node base, int offset, Node value) {
    add(new Operation.Store(size, offset), List.of(base, value));
  }

  /** Changes memory atomically. */
  public void update(AtomicOp op, Size size, Node base, int offset, Node value) {
    add(new Operation.Update(op, size, offset), List.of(base, value));
  }

  /** Calls; the result is R0. */
  public Node call(Callee callee, Node... arguments) {
    return add(new Operation.Call(callee), List.of(arguments));
  }

  /** A map's address. */
  public Node mapAddress(String map) {
    return new Node(new Operation.MapAddress(map), List.of(), null);
  }

  /** The address of bytes on the stack. */
  public Node stackAddress(StackSlot slot) {
    return new Node(new Operation.StackAddress(slot), List.of(), null);
  }

  private Node add(Operation operation, List<Node> operands) {
    Node node = new Node(operation, operands, line);
    current.nodes().add(node);
    return node;
  }

  // Variables.

  /** A new local variable. */
  public Variable declare(Node initial) {
    Variable variable = new Variable(region);
    variables.write(current, variable, initial);
    return variable;
  }

  /** The variable's value here. */
  public Node read(Variable variable) {
    useVariable(variable);
    return variables.read(current, variable);
  }

  /** Gives the variable a value. */
  public void write(Variable variable, Node value) {
    useVariable(variable);
    variables.write(current, variable, value);
  }

  private void useVariable(Variable variable) {
    variable.region().requireOpen("this variable", line);
  }

  // Control flow.

  /** A block, not yet entered; in the current loop, or in one more. */
  public Block newBlock(boolean inNewLoop) {
    return new Block(blockIds++, region.loopDepth() + (inNewLoop ? 1 : 0), false);
  }

  /** A block that belongs out of the way. */
  public Block newColdBlock() {
    return new Block(blockIds++, region.loopDepth(), true);
  }

  /** What follows goes into this block. */
  public void enter(Block block) {
    blocks.add(block);
    current = block;
  }

  /** The block has all its predecessors. */
  public void seal(Block block) {
    variables.seal(block);
  }

  /** A phi at the start of a block that is being entered, with the operands known so far. */
  public Node phi(Block block, long max, List<Node> operands) {
    Node phi = new Node(new Operation.Phi(max), operands, line);
    block.nodes().add(0, phi);
    return phi;
  }

  /** Ends the current block: goes on there. */
  public void jump(Block target) {
    terminate(new Terminator.Goto(target, line));
  }

  /** Ends the current block: goes one way where the condition holds, else the other. */
  public void branch(Test test, Block yes, Block no) {
    if (test instanceof Test.Known known) {
      jump(known.holds() ? yes : no);
    } else if (test instanceof Test.Compare compare) {
      compare(compare, yes, no);
    } else if (test instanceof Test.And and) {
      Block second = newBlock(false);
      branch(and.first(), second, no);
      seal(second);
      enter(second);
      branch(and.second(), yes, no);
    } else {
      Test.Or or = (Test.Or) test;
      Block second = newBlock(false);
      branch(or.first(), yes, second);
      seal(second);
      enter(second);
      branch(or.second(), yes, no);
    }
  }

  private void compare(Test.Compare c, Block yes, Block no) {
    if (c.left().isConstant() && c.right().isConstant()) {
      long left = c.left().constantValue();
      jump(Folding.holds(c.op(), c.width(), left, c.right().constantValue()) ? yes : no);
      return;
    }
    boolean mirror = c.left().isConstant();
    JumpOp op = mirror ? mirrored(c.op()) : c.op();
    Node left = mirror ? c.right() : c.left();
    Node right = mirror ? c.left() : c.right();
    terminate(new Terminator.Branch(op, c.width(), left, right, yes, no, line));
  }

  /** The condition with its sides exchanged. */
  private static JumpOp mirrored(JumpOp op) {
    return switch (op) {
      case JEQ, JNE, JSET -> op;
      case JGT -> JumpOp.JLT;
      case JGE -> JumpOp.JLE;
      case JLT -> JumpOp.JGT;
      case JLE -> JumpOp.JGE;
      case JSGT -> JumpOp.JSLT;
      case JSGE -> JumpOp.JSLE;
      case JSLT -> JumpOp.JSGT;
      case JSLE -> JumpOp.JSGE;
    };
  }

  /** Ends the current block: returns a value. */
  public void returns(Node value) {
    terminate(new Terminator.Return(value, line));
  }

  private void terminate(Terminator end) {
    current.terminate(end);
    if (isReachable()) {
      end.successors().forEach(target -> target.predecessors().add(current));
    }
    // What the text has after a return goes into a block that nothing reaches.
    Block after = newBlock(false);
    variables.seal(after);
    current = after;
  }

  /** The innermost body that is open. */
  public Region region() {
    return region;
  }

  /** Whether the current place can be reached, as far as its text tells. */
  public boolean isReachable() {
    return current == entry || !current.predecessors().isEmpty();
  }

  /** A body begins. */
  public void open(boolean loop) {
    region = new Region(region, loop);
  }

  /** The innermost body ends. */
  public void close() {
    region.close();
    region = region.outer();
  }

  /** An error at the line of the last request. */
  public AssemblyException error(String reason) {
    return new AssemblyException(line.file(), line.line(), reason);
  }

  /**
   * The whole function.
   *
   * @throws AssemblyException where its end is reached without a return
   */
  public Function build(SourceLine declared) {
    if (isReachable()) {
      throw new AssemblyException(
          declared.file(),
          declared.line(),
          name + " may reach its end without a return: end it with ret(...)");
    }
    whole.close();
    return new Function(name, List.copyOf(parameters), blocks);
  }
}
