package io.bpf4j.dsl;

import io.bpf4j.AssemblyException;
import io.bpf4j.isa.SourceLine;

/** Finds the line of the user's program that is being run: the first frame outside the DSL. */
final class Source {
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final String DSL = "io.bpf4j.dsl.";

  private Source() {}

  /**
   * The user's line.
   *
   * @param text what it asked for: the text that the kernel's log shows before the line
   */
  static SourceLine here(String text) {
    return WALKER.walk(
        frames ->
            frames
                .filter(frame -> isUsers(frame.getClassName()))
                .findFirst()
                .map(frame -> line(frame, text))
                .orElseGet(() -> new SourceLine("", 0, 0, text)));
  }

  /** An error at the user's line. */
  static AssemblyException error(String reason) {
    SourceLine line = here("");
    return new AssemblyException(line.file(), line.line(), reason);
  }

  private static SourceLine line(StackWalker.StackFrame frame, String text) {
    String file = frame.getFileName() == null ? frame.getClassName() : frame.getFileName();
    return new SourceLine(file, Math.max(0, frame.getLineNumber()), 0, text);
  }

  /** Neither the DSL's own classes nor the JDK's, through which user code may come back here. */
  private static boolean isUsers(String className) {
    boolean dsl =
        className.startsWith(DSL)
            && (className.indexOf('.', DSL.length()) < 0
                || className.startsWith(DSL + "ir.")
                || className.startsWith(DSL + "net."));
    return !dsl && !className.startsWith("java.");
  }
}
