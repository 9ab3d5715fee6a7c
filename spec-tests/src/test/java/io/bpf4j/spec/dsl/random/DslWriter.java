package io.bpf4j.spec.dsl.random;

import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.Condition;
import io.bpf4j.dsl.Field;
import io.bpf4j.dsl.Int;
import io.bpf4j.dsl.Layout;
import io.bpf4j.dsl.Loop;
import io.bpf4j.dsl.ScalarMap;
import io.bpf4j.dsl.Subprogram;
import io.bpf4j.dsl.Type;
import io.bpf4j.dsl.Types;
import io.bpf4j.dsl.U32;
import io.bpf4j.dsl.U64;
import io.bpf4j.dsl.Var;
import io.bpf4j.dsl.Xdp;
import io.bpf4j.dsl.XdpAction;
import io.bpf4j.object.ObjectSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a program in the DSL: an XDP program that reads its input from the packet and writes its
 * variables to the map {@code out}. The tree's types are known only when it runs, so the DSL's are
 * set aside here.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
final class DslWriter {
  static final String PROGRAM = "random_program";
  static final String OUT = "out";
  private static final int PADDING = 2;

  private static final List<Field<DslWriter, ?>> FIELDS = new ArrayList<>();
  private static final Layout<DslWriter> INPUT = input();

  private final Xdp xdp;
  private final Tree.Program program;
  private final Subprogram.Of2<U32, U64, U64> subprogram;
  private final List<Var> variables = new ArrayList<>();
  private final List<U32> rounds = new ArrayList<>();
  private final List<Loop> loops = new ArrayList<>();

  private DslWriter(Xdp xdp, Tree.Program program, Subprogram.Of2<U32, U64, U64> subprogram) {
    this.xdp = xdp;
    this.program = program;
    this.subprogram = subprogram;
  }

  private static Layout<DslWriter> input() {
    Layout.Builder<DslWriter> struct = Layout.struct("input");
    Scalars.ALL.forEach(type -> FIELDS.add(struct.field(type.name(), (Type) type)));
    return struct.padding(PADDING).build();
  }

  static ObjectSpec object(Tree.Program program) {
    return Bpf.object(
        PROGRAM,
        bpf -> {
          var out = bpf.array(OUT, Types.U64, program.variables().size());
          var subprogram =
              bpf.subprogram(
                  "mix",
                  Types.U64,
                  Types.U32,
                  Types.U64,
                  (f, a, b) -> f.ret(a.toU64().mul(b).add(7).xor(b.shr(3))));
          bpf.xdp(PROGRAM, xdp -> new DslWriter(xdp, program, subprogram).write(out));
        });
  }

  private void write(ScalarMap<U32, U64> out) {
    var input = xdp.packet(INPUT).orReturn(XdpAction.XDP_ABORTED);
    for (Field<DslWriter, ?> field : FIELDS) {
      variables.add(xdp.var((Int) input.get((Field) field)));
    }
    program.initial().forEach(literal -> variables.add(xdp.var(value(literal))));
    write(program.body());
    U32 result = (U32) value(program.result());
    for (int i = 0; i < variables.size(); i++) {
      Int value = (Int) variables.get(i).get();
      out.lookup(i).ifPresent(element -> element.set(value.toU64()));
    }
    xdp.ret(result);
  }

  private void write(List<Tree.Statement> statements) {
    statements.forEach(this::write);
  }

  private void write(Tree.Statement statement) {
    if (statement instanceof Tree.Assign assign) {
      variables.get(assign.variable()).set(value(assign.value()));
    } else if (statement instanceof Tree.If branch) {
      Condition test = test(branch.test());
      xdp.when(test, () -> write(branch.then()), () -> write(branch.otherwise()));
    } else if (statement instanceof Tree.Repeat repeat) {
      xdp.loop(repeat.from(), repeat.to(), (i, loop) -> body(i, loop, repeat.body()));
    } else if (statement instanceof Tree.RepeatUpTo repeat) {
      U32 count = (U32) value(repeat.count());
      xdp.loop(count, repeat.atMost(), (i, loop) -> body(i, loop, repeat.body()));
    } else if (statement instanceof Tree.BreakWhen leave) {
      loops.get(loops.size() - 1).breakWhen(test(leave.test()));
    } else if (statement instanceof Tree.ContinueWhen leave) {
      loops.get(loops.size() - 1).continueWhen(test(leave.test()));
    } else if (statement instanceof Tree.ReturnWhen leave) {
      xdp.when(test(leave.test()), () -> xdp.ret((U32) value(leave.value())));
    } else {
      xdp.smpProcessorId();
    }
  }

  private void body(U32 round, Loop loop, List<Tree.Statement> statements) {
    rounds.add(round);
    loops.add(loop);
    write(statements);
    rounds.remove(rounds.size() - 1);
    loops.remove(loops.size() - 1);
  }

  private Int value(Tree.Expression expression) {
    if (expression instanceof Tree.Literal literal) {
      return (Int) ((Type) literal.type()).of(literal.value());
    }
    if (expression instanceof Tree.Read read) {
      return (Int) variables.get(read.variable()).get();
    }
    if (expression instanceof Tree.Round round) {
      return rounds.get(round.loop());
    }
    if (expression instanceof Tree.Binary binary) {
      return compute(binary.op(), value(binary.left()), value(binary.right()));
    }
    if (expression instanceof Tree.Negation negation) {
      return value(negation.operand()).neg();
    }
    if (expression instanceof Tree.Inversion inversion) {
      return value(inversion.operand()).not();
    }
    if (expression instanceof Tree.Conversion conversion) {
      return value(conversion.operand()).to((Type) conversion.type());
    }
    if (expression instanceof Tree.Choice choice) {
      Condition test = test(choice.test());
      return xdp.select(test, value(choice.yes()), value(choice.no()));
    }
    Tree.Call call = (Tree.Call) expression;
    return subprogram.call((U32) value(call.first()), (U64) value(call.second()));
  }

  private static Int compute(Tree.Op op, Int left, Int right) {
    return switch (op) {
      case ADD -> left.add(right);
      case SUB -> left.sub(right);
      case MUL -> left.mul(right);
      case DIV -> left.div(right);
      case MOD -> left.mod(right);
      case AND -> left.and(right);
      case OR -> left.or(right);
      case XOR -> left.xor(right);
      case SHL -> left.shl(right);
      case SHR -> left.shr(right);
    };
  }

  private Condition test(Tree.Test test) {
    if (test instanceof Tree.Compare compare) {
      return compare(compare.relation(), value(compare.left()), value(compare.right()));
    }
    if (test instanceof Tree.Both both) {
      return test(both.first()).and(test(both.second()));
    }
    if (test instanceof Tree.Either either) {
      return test(either.first()).or(test(either.second()));
    }
    return test(((Tree.Not) test).test()).not();
  }

  private static Condition compare(Tree.Relation relation, Int left, Int right) {
    return switch (relation) {
      case EQ -> left.eq(right);
      case NE -> left.ne(right);
      case LT -> left.lt(right);
      case LE -> left.le(right);
      case GT -> left.gt(right);
      case GE -> left.ge(right);
    };
  }
}
