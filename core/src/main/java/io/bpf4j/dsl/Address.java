package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.dsl.ir.Region;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.SourceLine;

/**
 * A place in memory that is known to be there in one body of one function: a pointer, and a
 * constant offset.
 */
record Address(FunctionBuilder builder, Region valid, Node base, int offset) {
  static Address here(FunctionBuilder builder, Node base, int offset) {
    return new Address(builder, builder.region(), base, offset);
  }

  Address plus(int bytes) {
    return new Address(builder, valid, base, offset + bytes);
  }

  private void at(SourceLine line) {
    builder.at(line);
    valid.requireOpen("the memory of " + line.text(), line);
  }

  <T extends Scalar<T>> T load(SourceLine line, Type<T> type) {
    at(line);
    Node raw = builder.load(type.size(), base, offset);
    return type.value(builder, new Operations(builder, line.text()).extend(type, raw));
  }

  void store(SourceLine line, Type<?> type, Scalar<?> value) {
    requireSame(value);
    at(line);
    builder.store(type.size(), base, offset, value.node());
  }

  void update(SourceLine line, AtomicOp op, Type<?> type, Scalar<?> value) {
    requireSame(value);
    at(line);
    builder.update(op, type.size(), base, offset, value.node());
  }

  private void requireSame(Scalar<?> value) {
    if (value.builder() != null && value.builder() != builder) {
      throw Source.error("a value of " + value.builder().name() + " is used in " + builder.name());
    }
  }
}
