package io.bpf4j.loader;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.ProgramSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the kernel is told about a program's functions and source lines (Documentation/bpf/btf.rst:
 * struct bpf_func_info and bpf_line_info).
 *
 * @param btf descriptor of the types, 0 where the kernel is told nothing
 * @param functions records of {@link #FUNCTION_BYTES}, empty where a function has no type
 * @param lines records of {@link #LINE_BYTES}
 */
record DebugInfo(int btf, byte[] functions, byte[] lines) {
  static final int FUNCTION_BYTES = 8;
  static final int LINE_BYTES = 16;

  static final DebugInfo NONE = new DebugInfo(0, new byte[0], new byte[0]);

  private static final int COLUMN_BITS = 10;

  static DebugInfo of(ProgramSpec program, LoadedBtf btf) {
    return new DebugInfo(btf.descriptor(), functions(program), lines(program, btf));
  }

  int functionCount() {
    return functions.length / FUNCTION_BYTES;
  }

  int lineCount() {
    return lines.length / LINE_BYTES;
  }

  /** The kernel wants a type for each function or none at all. */
  private static byte[] functions(ProgramSpec program) {
    boolean complete = program.functions().stream().allMatch(function -> function.btfType() != 0);
    if (!complete) {
      return new byte[0];
    }
    ByteBuffer out = buffer(FUNCTION_BYTES * program.functions().size());
    for (FunctionEntry function : program.functions()) {
      out.putInt(function.pc()).putInt(function.btfType());
    }
    return out.array();
  }

  private static byte[] lines(ProgramSpec program, LoadedBtf btf) {
    Map<Integer, SourceLine> lines = linesByPc(program);
    ByteBuffer out = buffer(LINE_BYTES * lines.size());
    lines.forEach(
        (pc, line) ->
            out.putInt(pc)
                .putInt(btf.fileOffset(line))
                .putInt(btf.textOffset(line))
                .putInt(line.line() << COLUMN_BITS | line.column()));
    return out.array();
  }

  private static Map<Integer, SourceLine> linesByPc(ProgramSpec program) {
    Code code = program.code();
    Map<Integer, SourceLine> lines = new TreeMap<>();
    for (Code.LineEntry entry : code.lines()) {
      // The kernel takes no line in the middle of a 64-bit immediate.
      if (code.indexAt(entry.pc()) >= 0) {
        lines.put(entry.pc(), entry.line());
      }
    }
    if (lines.isEmpty()) {
      return lines;
    }
    // The kernel wants a line at the start of every function.
    SourceLine first = lines.values().iterator().next();
    for (FunctionEntry function : program.functions()) {
      SourceLine line = code.lineAt(function.pc());
      lines.putIfAbsent(function.pc(), line == null ? first : line);
    }
    return lines;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }
}
