package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.object.CoreRelocation;
import java.nio.ByteOrder;

/** What an object's own types answer to a relocation: what a compiler puts into the instruction. */
public final class OwnAnswer {
  private OwnAnswer() {}

  /**
   * The number.
   *
   * @throws io.bpf4j.MalformedException where the access does not fit the type
   * @throws IllegalArgumentException where what is accessed has no such number
   */
  public static long value(Btf btf, CoreRelocation relocation, ByteOrder order) {
    try {
      return Answer.of(SpecParser.parse(btf, relocation), relocation.kind(), order).value();
    } catch (Unrelocatable e) {
      String type = AccessSpec.typeName(btf, relocation.btfType());
      throw new IllegalArgumentException(type + ": " + e.getMessage(), e);
    }
  }
}
