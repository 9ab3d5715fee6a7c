package io.bpf4j.verifier.report;

import io.bpf4j.isa.SourceLine;
import io.bpf4j.verifier.Budget;
import io.bpf4j.verifier.ProgramVerdict;
import io.bpf4j.verifier.Rejection;
import io.bpf4j.verifier.Verdict;
import java.util.Optional;

/** A program's verdict as one JSON object (RFC 8259) on one line. */
public final class JsonReport {
  private final StringBuilder out = new StringBuilder("{");

  private JsonReport() {}

  /**
   * The line. Fields that do not apply are null: rule, pc, source and message of an accepted
   * program.
   *
   * @param file the object's file, as the user named it
   */
  public static String line(String file, ProgramVerdict verdict) {
    JsonReport json = new JsonReport();
    Optional<Rejection> rejection = verdict.whyRejected();
    boolean unsupported = verdict.verdict() == Verdict.UNSUPPORTED;
    int pc = rejection.map(Rejection::pc).orElse(verdict.unsupportedPc());
    json.text("file", file);
    json.text("section", verdict.program().section());
    json.text("program", verdict.program().name());
    json.text("type", verdict.program().type().name());
    json.text("kernel", verdict.kernel());
    json.text("verdict", verdict.verdict().name());
    json.text("rule", rejection.map(Rejection::rule).orElse(null));
    json.number("pc", pc < 0 ? null : pc);
    json.source(rejection.flatMap(Rejection::source).orElse(null));
    String message = rejection.map(Rejection::kernelMessage).orElse(null);
    json.text("message", unsupported ? verdict.unsupported() : message);
    json.text("function", rejection.map(Rejection::function).orElse(null));
    json.text("missing", rejection.map(Rejection::missing).orElse(null));
    json.text("reason", rejection.map(Rejection::reason).orElse(null));
    json.text("fix", rejection.map(Rejection::fix).orElse(null));
    Budget budget = verdict.budget();
    json.number("visited", budget.visited());
    json.number("visitedLimit", budget.visitedLimit());
    json.number("states", budget.states());
    json.number("peakStates", budget.peakStates());
    json.number("stackBytes", budget.stackBytes());
    return json.out.append('}').toString();
  }

  private void source(SourceLine line) {
    if (line == null) {
      name("source").append("null");
      return;
    }
    JsonReport nested = new JsonReport();
    nested.text("file", line.file());
    nested.number("line", line.line());
    nested.number("column", line.column());
    nested.text("text", line.text());
    name("source").append(nested.out).append('}');
  }

  private void text(String name, String value) {
    name(name);
    if (value == null) {
      out.append("null");
    } else {
      quote(value);
    }
  }

  private void number(String name, Integer value) {
    name(name).append(value);
  }

  private StringBuilder name(String name) {
    if (out.length() > 1) {
      out.append(',');
    }
    quote(name);
    return out.append(':');
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c >= 0x7f) {
        // ASCII only: no reader can get the encoding wrong, and half a surrogate pair survives.
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
