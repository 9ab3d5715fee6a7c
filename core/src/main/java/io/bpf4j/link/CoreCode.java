package io.bpf4j.link;

import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.ProgramSpec;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Code together with the CO-RE relocations of its instructions.
 *
 * @param code with what the object's own types say in it
 * @param relocations in ascending order of pc
 */
public record CoreCode(Code code, List<CoreRelocation> relocations) {
  public CoreCode {
    Objects.requireNonNull(code, "code");
    relocations = List.copyOf(relocations);
  }

  /**
   * Builds code: the builder is handed to the lambda, and frozen when that returns.
   *
   * @param btf the object's types
   * @param order the object's byte order
   */
  public static CoreCode build(Btf btf, ByteOrder order, Consumer<CoreCodeBuilder> body) {
    List<CoreRelocation> relocations = new ArrayList<>();
    Code code =
        Code.build(plain -> body.accept(new CoreCodeBuilder(plain, btf, order, relocations)));
    return new CoreCode(code, relocations);
  }

  /** A program with this code in the place of its own, its functions kept. */
  public ProgramSpec in(ProgramSpec program) {
    return program.withCode(code, program.functions(), relocations);
  }
}
