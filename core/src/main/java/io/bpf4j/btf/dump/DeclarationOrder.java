package io.bpf4j.btf.dump;

import io.bpf4j.MalformedException;
import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.Kind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * The order in which C wants types: what a type holds is defined before it, what it only points to
 * is declared. Only what has a name stands for itself; anonymous types are written where they are
 * used.
 */
final class DeclarationOrder {
  private static final int OPEN = 1;
  private static final int DONE = 2;

  private final Btf btf;
  private final CNames names;
  private final IntConsumer declare;
  private final IntConsumer define;
  private final byte[] states;
  private final BitSet declared = new BitSet();
  // What walking may still take: anonymous types may hold each other often.
  private long steps;

  /** Tells {@code declare} and {@code define} the ids in order. */
  DeclarationOrder(Btf btf, CNames names, IntConsumer declare, IntConsumer define) {
    this.btf = btf;
    this.names = names;
    this.declare = declare;
    this.define = define;
    this.states = new byte[btf.count() + 1];
    this.steps = (1 << 20) + 64L * btf.count();
  }

  /** A definition under way: what it needs, and how much of that is done. */
  private static final class Frame {
    final int id;
    final long[] needs;
    int next;

    Frame(int id, long[] needs) {
      this.id = id;
      this.needs = needs;
    }
  }

  /**
   * Defines a struct, union, enum or typedef that has a name, and first what it needs; declares a
   * declaration. Does nothing where that was done already.
   *
   * @throws MalformedException where a type holds itself
   */
  void require(int id) {
    if (btf.kind(id) == Kind.FWD) {
      declare(id);
      return;
    }
    Deque<Frame> open = new ArrayDeque<>();
    enter(id, open);
    while (!open.isEmpty()) {
      Frame frame = open.peek();
      if (frame.next == frame.needs.length) {
        open.pop();
        states[frame.id] = DONE;
        define.accept(frame.id);
        continue;
      }
      long need = frame.needs[frame.next++];
      if (isWhole(need)) {
        enter((int) (need >>> 1), open);
      } else if (names.declared((int) (need >>> 1)) != frame.id) {
        declare((int) (need >>> 1));
      }
    }
  }

  private void enter(int id, Deque<Frame> open) {
    if (states[id] == OPEN) {
      throw new MalformedException(".BTF", -1, "type " + id + ": its definition needs itself");
    }
    if (states[id] == 0) {
      states[id] = OPEN;
      open.push(new Frame(id, needs(id)));
    }
  }

  private void declare(int id) {
    int tagged = names.declared(id);
    if (states[tagged] != DONE && !declared.get(tagged)) {
      declared.set(tagged);
      declare.accept(tagged);
    }
  }

  // A need is an id and whether the type must be whole: id << 1 | whole.
  private static boolean isWhole(long need) {
    return (need & 1) != 0;
  }

  private static long need(int id, boolean whole) {
    return (long) id << 1 | (whole ? 1 : 0);
  }

  private long[] needs(int id) {
    Needs needs = new Needs();
    needs.parts(btf.type(id));
    return needs.walk();
  }

  /** Walks from a definition to the named types that it is made of. */
  private final class Needs {
    private final Set<Long> seen = new HashSet<>();
    private final Deque<Long> todo = new ArrayDeque<>();
    private final java.util.stream.LongStream.Builder found = java.util.stream.LongStream.builder();

    private void add(int id, boolean whole) {
      if (id != 0 && seen.add(need(id, whole))) {
        todo.add(need(id, whole));
        if (steps-- == 0) {
          throw new MalformedException(".BTF", -1, "types hold each other too often");
        }
      }
    }

    long[] walk() {
      while (!todo.isEmpty()) {
        long need = todo.poll();
        visit((int) (need >>> 1), isWhole(need));
      }
      return found.build().toArray();
    }

    private void visit(int id, boolean whole) {
      BtfType type = btf.type(id);
      boolean named = !type.name().isEmpty();
      switch (type.kind()) {
        case STRUCT, UNION, ENUM, ENUM64 -> {
          boolean isEnum = !(type instanceof BtfType.Struct);
          if (named) {
            found.add(need(id, whole || isEnum));
          } else {
            parts(type);
          }
        }
        case FWD -> found.add(need(id, false));
        case TYPEDEF -> {
          found.add(need(id, true));
          if (whole) {
            add(btf.resolve(id), true);
          }
        }
        case CONST, VOLATILE, RESTRICT, TYPE_TAG -> add(target(type), whole);
        case PTR, ARRAY, FUNC_PROTO, FUNC, VAR -> parts(type);
        case INT, FLOAT, DATASEC, DECL_TAG -> {
          // Numbers need nothing; the others are never part of a type.
        }
      }
    }

    /** What a type consists of. */
    void parts(BtfType type) {
      switch (type.kind()) {
        case STRUCT, UNION ->
            ((BtfType.Struct) type).members().forEach(member -> add(member.type(), true));
        case TYPEDEF -> add(((BtfType.Typedef) type).type(), false);
        case PTR -> add(((BtfType.Ptr) type).type(), false);
        case ARRAY -> add(((BtfType.Array) type).element(), true);
        case FUNC_PROTO -> {
          add(((BtfType.FuncProto) type).returns(), false);
          ((BtfType.FuncProto) type).params().forEach(param -> add(param.type(), false));
        }
        case FUNC -> add(((BtfType.Func) type).type(), false);
        case VAR -> add(((BtfType.Var) type).type(), true);
        default -> {
          // Enums are made of nothing else.
        }
      }
    }

    private int target(BtfType type) {
      return switch (type.kind()) {
        case CONST -> ((BtfType.Const) type).type();
        case VOLATILE -> ((BtfType.Volatile) type).type();
        case RESTRICT -> ((BtfType.Restrict) type).type();
        default -> ((BtfType.TypeTag) type).type();
      };
    }
  }
}
