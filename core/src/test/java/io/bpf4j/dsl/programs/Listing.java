package io.bpf4j.dsl.programs;

import io.bpf4j.asm.Disassembler;
import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.Int;
import io.bpf4j.dsl.SubprogramScope;
import io.bpf4j.dsl.Type;
import io.bpf4j.dsl.Xdp;
import io.bpf4j.isa.Code;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What the compiler makes of a function, as text. */
final class Listing {
  private Listing() {}

  static List<String> of(Code code) {
    return Disassembler.llvm().lines(code).stream().map(Disassembler.Line::text).toList();
  }

  /** A subprogram from a type to a type. */
  static <A extends Int<A>, R extends Int<R>> List<String> function(
      Type<R> result, Type<A> parameter, BiConsumer<SubprogramScope<R>, A> body) {
    return of(
        Bpf.object("test", bpf -> bpf.subprogram("f", result, parameter, body))
            .subprograms()
            .get(0)
            .code());
  }

  static Code xdp(Consumer<Xdp> body) {
    return Bpf.object("test", bpf -> bpf.xdp("f", body)).programs().get(0).code();
  }
}
