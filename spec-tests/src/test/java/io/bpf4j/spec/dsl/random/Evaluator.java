package io.bpf4j.spec.dsl.random;

import java.util.ArrayList;
import java.util.List;

/** Runs a program in plain Java. */
final class Evaluator {
  /** What leaves the body that is running. */
  private enum Exit {
    NONE,
    BREAK,
    CONTINUE,
    RETURN
  }

  /**
   * What a program computes.
   *
   * @param returned its result
   * @param written whether it came to its end, and wrote its variables
   * @param variables what they hold then
   */
  record Outcome(int returned, boolean written, List<Long> variables) {}

  private final Tree.Program program;
  private final long[] variables;
  private final List<Long> rounds = new ArrayList<>();
  private long returned;

  private Evaluator(Tree.Program program, long[] input) {
    this.program = program;
    this.variables = new long[program.variables().size()];
    System.arraycopy(input, 0, variables, 0, input.length);
    for (int i = 0; i < program.initial().size(); i++) {
      variables[input.length + i] = program.initial().get(i).value();
    }
  }

  /** Runs it on an input: one number for each of {@link Scalars#ALL}. */
  static Outcome run(Tree.Program program, long[] input) {
    return new Evaluator(program, input).run();
  }

  /** What the subprogram computes. */
  static long subprogram(long first, long second) {
    return (first * second + 7) ^ (second >>> 3);
  }

  private Outcome run() {
    if (run(program.body()) == Exit.RETURN) {
      return new Outcome((int) returned, false, List.of());
    }
    int result = (int) value(program.result());
    List<Long> all = new ArrayList<>();
    for (long variable : variables) {
      all.add(variable);
    }
    return new Outcome(result, true, all);
  }

  private Exit run(List<Tree.Statement> statements) {
    for (Tree.Statement statement : statements) {
      Exit exit = run(statement);
      if (exit != Exit.NONE) {
        return exit;
      }
    }
    return Exit.NONE;
  }

  private Exit run(Tree.Statement statement) {
    if (statement instanceof Tree.Assign assign) {
      variables[assign.variable()] = value(assign.value());
    } else if (statement instanceof Tree.If branch) {
      return run(holds(branch.test()) ? branch.then() : branch.otherwise());
    } else if (statement instanceof Tree.Repeat repeat) {
      return repeat(repeat.from(), repeat.to(), repeat.body());
    } else if (statement instanceof Tree.RepeatUpTo repeat) {
      return repeat(0, Math.min(value(repeat.count()), repeat.atMost()), repeat.body());
    } else if (statement instanceof Tree.BreakWhen leave) {
      return holds(leave.test()) ? Exit.BREAK : Exit.NONE;
    } else if (statement instanceof Tree.ContinueWhen leave) {
      return holds(leave.test()) ? Exit.CONTINUE : Exit.NONE;
    } else if (statement instanceof Tree.ReturnWhen leave && holds(leave.test())) {
      returned = value(leave.value());
      return Exit.RETURN;
    }
    return Exit.NONE;
  }

  private Exit repeat(long from, long to, List<Tree.Statement> body) {
    for (long round = from; round < to; round++) {
      rounds.add(round);
      Exit exit = run(body);
      rounds.remove(rounds.size() - 1);
      if (exit == Exit.RETURN) {
        return exit;
      }
      if (exit == Exit.BREAK) {
        break;
      }
    }
    return Exit.NONE;
  }

  private long value(Tree.Expression expression) {
    if (expression instanceof Tree.Literal literal) {
      return literal.value();
    }
    if (expression instanceof Tree.Read read) {
      return variables[read.variable()];
    }
    if (expression instanceof Tree.Round round) {
      return rounds.get(round.loop());
    }
    if (expression instanceof Tree.Binary binary) {
      long left = value(binary.left());
      return Scalars.compute(binary.type(), binary.op(), left, value(binary.right()));
    }
    if (expression instanceof Tree.Negation negation) {
      return Scalars.wrap(negation.type(), -value(negation.operand()));
    }
    if (expression instanceof Tree.Inversion inversion) {
      return Scalars.wrap(inversion.type(), ~value(inversion.operand()));
    }
    if (expression instanceof Tree.Conversion conversion) {
      return Scalars.wrap(conversion.type(), value(conversion.operand()));
    }
    if (expression instanceof Tree.Choice choice) {
      return holds(choice.test()) ? value(choice.yes()) : value(choice.no());
    }
    Tree.Call call = (Tree.Call) expression;
    return subprogram(value(call.first()), value(call.second()));
  }

  private boolean holds(Tree.Test test) {
    if (test instanceof Tree.Compare compare) {
      long left = value(compare.left());
      long right = value(compare.right());
      return Scalars.compare(compare.left().type(), compare.relation(), left, right);
    }
    if (test instanceof Tree.Both both) {
      return holds(both.first()) && holds(both.second());
    }
    if (test instanceof Tree.Either either) {
      return holds(either.first()) || holds(either.second());
    }
    return !holds(((Tree.Not) test).test());
  }
}
