package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.Node;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Width;

/**
 * A struct in memory that is known to be there.
 *
 * @param <L> its layout
 */
public sealed class View<L> permits Header {
  private final Layout<L> layout;
  private final Address address;

  View(Layout<L> layout, Address address) {
    this.layout = layout;
    this.address = address;
  }

  Layout<L> layout() {
    return layout;
  }

  Address address() {
    return address;
  }

  /** Reads a field. */
  public <T extends Scalar<T>> T get(Field<L, T> field) {
    String text = "get(" + field + ")";
    T whole = address.plus(field.offset()).load(Source.here(text), field.type());
    if (!field.isBitField()) {
      return whole;
    }
    Operations at = whole.operations(text);
    Width width = field.type().width();
    Node shifted = at.binary(AluOp.RSH, width, whole.node(), field.firstBit());
    Node bits = at.binary(AluOp.AND, width, shifted, (1L << field.bits()) - 1);
    return field.type().value(at.builder(), bits);
  }

  /** Writes a field. */
  public <T extends Scalar<T>> void set(Field<L, T> field, T value) {
    if (field.isBitField()) {
      throw Source.error(field + " is a bit field: read, change and write the bytes that hold it");
    }
    String text = "set(" + field + ")";
    address.plus(field.offset()).store(Source.here(text), field.type(), value);
  }

  /** Writes a number to a field. */
  public <T extends Scalar<T>> void set(Field<L, T> field, long number) {
    set(field, field.type().of(number));
  }

  /** The field as a place of its own. */
  public <T extends Scalar<T>> Ref<T> at(Field<L, T> field) {
    if (field.isBitField()) {
      throw Source.error(field + " is a bit field, which has no address");
    }
    return new Ref<>(field.type(), address.plus(field.offset()), field.toString());
  }
}
