package io.bpf4j;

/** Code that cannot be built: an unbound label, a jump out of range, a syntax error in text. */
public final class AssemblyException extends BpfException {
  private static final long serialVersionUID = 1L;
  private final int line;
  private final int column;
  private final String reason;

  /**
   * @param line 1-based line of the text or Java source at fault, or 0 where unknown
   * @param reason what is wrong and what was expected; not null
   */
  public AssemblyException(int line, String reason) {
    super(line > 0 ? "line " + line + ": " + reason : reason, null);
    this.line = line;
    this.column = 0;
    this.reason = reason;
  }

  /**
   * @param file the Java or text file at fault; not null
   * @param line 1-based line in it, or 0 where unknown
   * @param reason what is wrong, and the remedy; not null
   */
  public AssemblyException(String file, int line, String reason) {
    super(file + (line > 0 ? ":" + line : "") + ": " + reason, null);
    this.line = line;
    this.column = 0;
    this.reason = reason;
  }

  /**
   * @param line 1-based line of the text at fault
   * @param column 1-based column in it
   * @param reason what is wrong and what was expected; not null
   */
  public AssemblyException(int line, int column, String reason) {
    super("line " + line + ", column " + column + ": " + reason, null);
    this.line = line;
    this.column = column;
    this.reason = reason;
  }

  /** What is wrong, without the place; not null. */
  public String reason() {
    return reason;
  }

  /** 1-based column, or 0 where unknown. */
  public int column() {
    return column;
  }

  /** 1-based line, or 0 where unknown. */
  public int line() {
    return line;
  }
}
