package io.bpf4j.spec.dsl.random;

import io.bpf4j.dsl.Type;
import io.bpf4j.dsl.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Makes a program of a seed: the same one every time. */
final class Generator {
  private static final int MAX_LOOPS = 2;
  private static final long[] EDGES = {0, 1, 2, 7, 8, 255, 0x7f, 0x80, 0xffff, 0x7fff_ffffL, -1};

  private final RandomGenerator random;
  private final List<Type<?>> variables = new ArrayList<>(Scalars.ALL);
  private final List<Tree.Literal> initial = new ArrayList<>();
  private int loops;
  private int loopsLeft = 2;

  private Generator(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  static Tree.Program program(long seed) {
    return new Generator(seed).program();
  }

  private Tree.Program program() {
    int more = random.nextInt(8);
    for (int i = 0; i < more; i++) {
      Tree.Literal literal = literal(type());
      initial.add(literal);
      variables.add(literal.type());
    }
    List<Tree.Statement> body = statements(3 + random.nextInt(8), 3);
    return new Tree.Program(variables, initial, body, expression(Types.U32, 3));
  }

  private Type<?> type() {
    return Scalars.ALL.get(random.nextInt(Scalars.ALL.size()));
  }

  private List<Tree.Statement> statements(int count, int depth) {
    List<Tree.Statement> statements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      statements.add(statement(depth));
    }
    return statements;
  }

  private Tree.Statement statement(int depth) {
    int choice = random.nextInt(20);
    if (choice < 3 && depth > 0) {
      int otherwise = random.nextBoolean() ? 0 : 1 + random.nextInt(2);
      return new Tree.If(
          test(2), statements(1 + random.nextInt(3), depth - 1), statements(otherwise, depth - 1));
    }
    if (choice < 6 && depth > 0 && loops < MAX_LOOPS && loopsLeft > 0) {
      return loop(depth);
    }
    if (choice == 6 && loops > 0) {
      return random.nextBoolean() ? new Tree.BreakWhen(test(1)) : new Tree.ContinueWhen(test(1));
    }
    if (choice == 7) {
      return new Tree.ReturnWhen(test(2), expression(Types.U32, 2));
    }
    if (choice == 8) {
      return new Tree.CallHelper();
    }
    int variable = random.nextInt(variables.size());
    return new Tree.Assign(variable, expression(variables.get(variable), 4));
  }

  private Tree.Statement loop(int depth) {
    loopsLeft--;
    Tree.Expression count = expression(Types.U32, 2);
    loops++;
    List<Tree.Statement> body = statements(1 + random.nextInt(3), depth - 1);
    loops--;
    // The kernel walks every round: rounds of loops in loops multiply its work.
    int rounds = loops > 0 ? 2 : 4;
    if (random.nextInt(3) == 0) {
      return new Tree.RepeatUpTo(count, 1 + random.nextInt(rounds), body);
    }
    int from = random.nextInt(3);
    return new Tree.Repeat(from, from + random.nextInt(rounds + 1), body);
  }

  private Tree.Literal literal(Type<?> type) {
    long bits = random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
    return new Tree.Literal(type, Scalars.wrap(type, bits));
  }

  private Tree.Expression leaf(Type<?> type) {
    List<Tree.Expression> leaves = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      if (variables.get(i) == type) {
        leaves.add(new Tree.Read(type, i));
      }
    }
    if (type == Types.U32) {
      for (int loop = 0; loop < loops; loop++) {
        leaves.add(new Tree.Round(type, loop));
      }
    }
    if (leaves.isEmpty() || random.nextInt(4) == 0) {
      return literal(type);
    }
    return leaves.get(random.nextInt(leaves.size()));
  }

  private Tree.Expression expression(Type<?> type, int depth) {
    int choice = random.nextInt(12);
    if (depth == 0 || choice < 2) {
      return leaf(type);
    }
    if (choice == 2) {
      return new Tree.Negation(expression(type, depth - 1));
    }
    if (choice == 3) {
      return new Tree.Inversion(expression(type, depth - 1));
    }
    if (choice < 6) {
      return new Tree.Conversion(type, expression(type(), depth - 1));
    }
    if (choice == 6) {
      return new Tree.Choice(test(1), expression(type, depth - 1), expression(type, depth - 1));
    }
    if (choice == 7 && type == Types.U64) {
      return new Tree.Call(
          type, expression(Types.U32, depth - 1), expression(Types.U64, depth - 1));
    }
    Tree.Op op = Tree.Op.values()[random.nextInt(Tree.Op.values().length)];
    return new Tree.Binary(op, expression(type, depth - 1), expression(type, depth - 1));
  }

  private Tree.Test test(int depth) {
    int choice = depth == 0 ? 9 : random.nextInt(10);
    if (choice == 0) {
      return new Tree.Both(test(depth - 1), test(depth - 1));
    }
    if (choice == 1) {
      return new Tree.Either(test(depth - 1), test(depth - 1));
    }
    if (choice == 2) {
      return new Tree.Not(test(depth - 1));
    }
    Type<?> type = type();
    Tree.Relation relation = Tree.Relation.values()[random.nextInt(Tree.Relation.values().length)];
    return new Tree.Compare(relation, expression(type, 2), expression(type, 2));
  }
}
