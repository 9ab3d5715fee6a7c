package io.bpf4j.spec.dsl.random;

import io.bpf4j.dsl.Type;
import java.util.List;

/** A program as a tree. */
final class Tree {
  private Tree() {}

  enum Op {
    ADD,
    SUB,
    MUL,
    DIV,
    MOD,
    AND,
    OR,
    XOR,
    SHL,
    SHR
  }

  enum Relation {
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE
  }

  /** Something with a value. */
  sealed interface Expression {
    Type<?> type();
  }

  record Literal(Type<?> type, long value) implements Expression {}

  /** A variable. */
  record Read(Type<?> type, int variable) implements Expression {}

  /** How often the loop so many levels out has gone round; a U32. */
  record Round(Type<?> type, int loop) implements Expression {}

  record Binary(Op op, Expression left, Expression right) implements Expression {
    @Override
    public Type<?> type() {
      return left.type();
    }
  }

  record Negation(Expression operand) implements Expression {
    @Override
    public Type<?> type() {
      return operand.type();
    }
  }

  record Inversion(Expression operand) implements Expression {
    @Override
    public Type<?> type() {
      return operand.type();
    }
  }

  record Conversion(Type<?> type, Expression operand) implements Expression {}

  record Choice(Test test, Expression yes, Expression no) implements Expression {
    @Override
    public Type<?> type() {
      return yes.type();
    }
  }

  /** Calls the subprogram: a U64 of a U32 and a U64. */
  record Call(Type<?> type, Expression first, Expression second) implements Expression {}

  /** Something that holds or not. */
  sealed interface Test {}

  record Compare(Relation relation, Expression left, Expression right) implements Test {}

  record Both(Test first, Test second) implements Test {}

  record Either(Test first, Test second) implements Test {}

  record Not(Test test) implements Test {}

  /** Something that is done. */
  sealed interface Statement {}

  record Assign(int variable, Expression value) implements Statement {}

  record If(Test test, List<Statement> then, List<Statement> otherwise) implements Statement {}

  /** A loop from a number to another; the body is at level {@code loop}. */
  record Repeat(int from, int to, List<Statement> body) implements Statement {}

  /** A loop as often as a U32 says, at most a number of times. */
  record RepeatUpTo(Expression count, int atMost, List<Statement> body) implements Statement {}

  record BreakWhen(Test test) implements Statement {}

  record ContinueWhen(Test test) implements Statement {}

  record ReturnWhen(Test test, Expression value) implements Statement {}

  /** Calls a helper whose result nobody uses: registers R0 to R5 are lost. */
  record CallHelper() implements Statement {}

  /**
   * A whole program.
   *
   * @param variables the types of the variables; the first are the input's fields
   * @param initial what the others begin as
   * @param result what it returns, a U32
   */
  record Program(
      List<Type<?>> variables, List<Literal> initial, List<Statement> body, Expression result) {}
}
