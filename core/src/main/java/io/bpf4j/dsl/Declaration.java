package io.bpf4j.dsl;

import io.bpf4j.dsl.compiler.Compiler;
import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import io.bpf4j.uapi.ProgramType;
import java.util.List;
import java.util.function.Consumer;

/** A function from its declaration to its code. */
final class Declaration {
  private final Bpf bpf;
  private final String name;
  private final SourceLine line;
  private final FunctionBuilder builder;
  private Code code;

  Declaration(Bpf bpf, String name, String verb, int parameters) {
    this.bpf = bpf;
    this.name = name;
    this.line = Source.here(verb + "(" + name + ")");
    this.builder = new FunctionBuilder(name, parameters, line);
  }

  String name() {
    return name;
  }

  FunctionBuilder builder() {
    return builder;
  }

  /** Writes the body, and compiles it. */
  <S extends Scope> void write(S scope, Consumer<S> body) {
    bpf.begin(scope, name);
    body.accept(scope);
    bpf.end();
    code = Compiler.compile(builder.build(line), line);
  }

  ProgramSpec program(String section, ProgramType type, int btfFunction) {
    FunctionEntry self = new FunctionEntry(name, 0, Linkage.GLOBAL, btfFunction);
    return new ProgramSpec(name, section, type, null, code, List.of(self), List.of());
  }

  SubprogramSpec subprogram(int btfFunction) {
    return new SubprogramSpec(name, ".text", Linkage.STATIC, code, btfFunction, List.of());
  }
}
