package io.bpf4j.asm;

import io.bpf4j.isa.Branch;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.SourceLine;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of one function. */
final class FunctionText {
  private static final int MAX_LINE = (1 << 22) - 1;

  /** A line without its labels, and where it stands in the file. */
  private record Body(Cursor in, RawBytes bytes, String text) {}

  private record Placed(Statement statement, Cursor in, SourceLine source, int pc) {}

  private final ByteOrder order;
  private final List<Body> bodies = new ArrayList<>();
  private final Map<String, Integer> labels = new LinkedHashMap<>();

  /** Where numbers stand before a colon, in ascending order. */
  private final Map<String, List<Integer>> locals = new HashMap<>();

  /**
   * @param order of the bytes that a listing shows
   */
  FunctionText(ByteOrder order) {
    this.order = order;
  }

  /** Takes a line: its labels, and its instruction if it has one. */
  void add(Cursor in, String text) {
    int mark = in.column() - 1;
    RawBytes bytes = RawBytes.read(in, order);
    while (bytes == null && label(in)) {
      mark = in.column() - 1;
      bytes = RawBytes.read(in, order);
    }
    if (!in.atEnd()) {
      bodies.add(new Body(in, bytes, text));
    } else if (bytes != null) {
      below(bytes, in, mark);
    }
  }

  /** Bytes on a line of their own are those of the instruction above. */
  private void below(RawBytes bytes, Cursor in, int mark) {
    Body above = bodies.isEmpty() ? null : bodies.get(bodies.size() - 1);
    if (above == null || above.bytes != null) {
      throw in.error(mark, "expected an instruction beside its bytes or above them");
    }
    bodies.set(bodies.size() - 1, new Body(above.in, bytes, above.text));
  }

  /** Reads a label or the pc of a listing, if one comes next. */
  private boolean label(Cursor in) {
    int mark = in.column() - 1;
    String name = in.wordOrEmpty();
    if (!name.isEmpty() && in.accept(":")) {
      bind(name, in, mark);
      return true;
    }
    in.reset(mark);
    String digits = hexDigits(in);
    if (!digits.isEmpty() && in.accept(":")) {
      // A listing's pc, or a local label that 1f and 1b refer to.
      locals.computeIfAbsent(digits, d -> new ArrayList<>()).add(bodies.size());
      return true;
    }
    if (in.accept("<")) {
      name = in.upTo('>');
      in.expect(":");
      bind(name, in, mark);
      return true;
    }
    in.reset(mark);
    return false;
  }

  private static String hexDigits(Cursor in) {
    return in.take(c -> Character.digit(c, 16) >= 0);
  }

  private void bind(String name, Cursor in, int mark) {
    if (labels.putIfAbsent(name, bodies.size()) != null) {
      throw in.error(mark, "label \"" + name + "\" is there twice");
    }
  }

  /**
   * The code.
   *
   * @param file name of the file, for the source lines; null for none
   */
  Code assemble(Symbols symbols, String file) {
    List<Placed> placed = new ArrayList<>(bodies.size());
    int pc = 0;
    for (Body body : bodies) {
      SourceLine source = file == null ? null : source(file, body);
      InstructionParser parser = new InstructionParser(body.in, symbols, labels.keySet());
      Statement statement = body.bytes == null ? parser.parse() : parser.parse(body.bytes);
      placed.add(new Placed(statement, body.in, source, pc));
      pc += statement.instruction().slots();
    }
    return Code.build(
        builder -> {
          Map<Integer, Label> bound = new HashMap<>();
          for (int index : labels.values()) {
            bound.computeIfAbsent(index, at -> builder.newLabel("line " + at));
          }
          for (int i = 0; i < placed.size(); i++) {
            if (placed.get(i).statement.target() != null) {
              int index = target(i, placed);
              bound.computeIfAbsent(index, at -> builder.newLabel("line " + at));
            }
          }
          for (int i = 0; i < placed.size(); i++) {
            Placed one = placed.get(i);
            if (bound.containsKey(i)) {
              builder.bind(bound.get(i));
            }
            if (one.source != null) {
              builder.with(one.source);
            }
            Statement statement = one.statement;
            Instruction instruction = statement.instruction();
            if (statement.target() == null) {
              builder.with(instruction);
            } else {
              builder.with(new Branch(instruction, bound.get(target(i, placed))));
            }
          }
        });
  }

  /** The index that a statement's label marks; the distance to it fits the instruction. */
  private int target(int at, List<Placed> placed) {
    Placed from = placed.get(at);
    String name = from.statement.target();
    int mark = from.statement.targetMark();
    Integer index = Character.isDigit(name.charAt(0)) ? local(name, at) : labels.get(name);
    if (index == null) {
      throw from.in.unknown(mark, "a label of this function", labels.keySet());
    }
    if (index == placed.size()) {
      throw from.in.error(mark, "label \"" + name + "\" marks no instruction");
    }
    int distance = placed.get(index).pc - from.pc - 1;
    boolean narrow =
        switch (from.statement.instruction().kind()) {
          case JUMP, MAY_GOTO -> true;
          default -> false;
        };
    if (narrow && distance != (short) distance) {
      throw from.in.error(
          mark, "label \"" + name + "\" is " + distance + " slots away: jump over a goto");
    }
    return index;
  }

  /** The next or last place of a local label, seen from an instruction; null for none. */
  private Integer local(String name, int from) {
    List<Integer> places = locals.getOrDefault(name.substring(0, name.length() - 1), List.of());
    int found = Collections.binarySearch(places, from);
    if (name.endsWith("f")) {
      // A label before an instruction on the same line is behind it already.
      int next = found >= 0 ? found + 1 : -found - 1;
      while (next < places.size() && places.get(next) <= from) {
        next++;
      }
      return next < places.size() ? places.get(next) : null;
    }
    int last = found >= 0 ? found : -found - 2;
    return last >= 0 ? places.get(last) : null;
  }

  private static SourceLine source(String file, Body body) {
    return body.in.line() > MAX_LINE
        ? null
        : new SourceLine(file, body.in.line(), 0, body.text.strip());
  }
}
