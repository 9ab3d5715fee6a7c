package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.dsl.ir.Region;
import io.bpf4j.dsl.ir.Test;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.isa.Width;

/**
 * A condition of {@link Scope#when}, {@link Scope#select} or {@link Loop#breakWhen}. The compared
 * values are computed when the condition is made; the comparisons themselves are made where it is
 * used, and no further than needed.
 */
public final class Condition {
  private final FunctionBuilder builder;
  private final SourceLine line;
  private final Test test;
  private final Region region;

  private Condition(FunctionBuilder builder, SourceLine line, Test test) {
    this.builder = builder;
    this.line = line;
    this.test = test;
    this.region = builder == null ? null : builder.region();
  }

  static Condition compare(
      FunctionBuilder builder, SourceLine line, JumpOp op, Width width, Node left, Node right) {
    return new Condition(builder, line, new Test.Compare(op, width, left, right));
  }

  /** Whether both hold; the second is not looked at where the first does not. */
  public Condition and(Condition other) {
    FunctionBuilder common = common(other);
    return new Condition(common, line, new Test.And(test, other.test));
  }

  /** Whether at least one holds; the second is not looked at where the first does. */
  public Condition or(Condition other) {
    FunctionBuilder common = common(other);
    return new Condition(common, line, new Test.Or(test, other.test));
  }

  /** Whether this does not hold. */
  public Condition not() {
    return new Condition(builder, line, test.negated());
  }

  /** The function of both, whose bodies must be open still. */
  private FunctionBuilder common(Condition other) {
    FunctionBuilder common = builder == null ? other.builder : builder;
    if (common != null) {
      common.at(Source.here("condition"));
      test(common);
      other.test(common);
    }
    return common;
  }

  /** Where it was made. */
  SourceLine line() {
    return line;
  }

  /** The test, for use in a function. */
  Test test(FunctionBuilder user) {
    if (builder != null && builder != user) {
      throw Source.error("a condition on values of " + builder.name() + " in " + user.name());
    }
    if (region != null) {
      region.requireOpen("this condition", user.line());
    }
    return test;
  }
}
