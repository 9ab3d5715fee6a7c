package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.Block;
import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Region;

/** A loop that is running: how its body leaves it. */
public final class Loop {
  private final Scope scope;
  private final Region body;
  private final Block after;
  private final Block latch;

  Loop(Scope scope, Region body, Block after, Block latch) {
    this.scope = scope;
    this.body = body;
    this.after = after;
    this.latch = latch;
  }

  /** Leaves the loop where the condition holds. */
  public void breakWhen(Condition condition) {
    leaveWhen("breakWhen", condition, after);
  }

  /** Goes on with the next round where the condition holds. */
  public void continueWhen(Condition condition) {
    leaveWhen("continueWhen", condition, latch);
  }

  private void leaveWhen(String text, Condition condition, Block target) {
    scope.at(text);
    FunctionBuilder builder = scope.builder();
    body.requireOpen("this loop", builder.line());
    Block next = builder.newBlock(false);
    builder.branch(condition.test(builder), target, next);
    Maybe.enter(builder, next);
  }
}
