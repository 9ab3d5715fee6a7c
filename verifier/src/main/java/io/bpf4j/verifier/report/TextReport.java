package io.bpf4j.verifier.report;

import io.bpf4j.asm.Printable;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.verifier.Budget;
import io.bpf4j.verifier.ProgramVerdict;
import io.bpf4j.verifier.Rejection;
import io.bpf4j.verifier.Verdict;
import java.util.Locale;

/** A program's verdict for people. */
public final class TextReport {
  private static final int WIDTH = 100;

  private final Style style;
  private final StringBuilder out = new StringBuilder();

  private TextReport(Style style) {
    this.style = style;
  }

  /** The verdict as lines, each ended by a line feed. */
  public static String of(ProgramVerdict verdict, Style style) {
    TextReport report = new TextReport(style);
    report.print(verdict);
    return report.out.toString();
  }

  private void print(ProgramVerdict verdict) {
    String program = Printable.of(verdict.program().name());
    line(
        coloured(verdict.verdict())
            + "  "
            + style.strong(program)
            + " ("
            + Printable.of(verdict.program().section())
            + ") on kernel "
            + verdict.kernel()
            + ", "
            + cost(verdict.budget()));
    verdict.whyRejected().ifPresent(this::print);
    if (verdict.verdict() == Verdict.UNSUPPORTED) {
      String at = verdict.unsupportedPc() < 0 ? "" : " at pc " + verdict.unsupportedPc();
      field("not modelled", verdict.unsupported() + at);
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private String coloured(Verdict verdict) {
    return switch (verdict) {
      case ACCEPTED -> style.good("ACCEPTED");
      case REJECTED -> style.bad("REJECTED");
      case UNSUPPORTED -> style.unsure("UNSUPPORTED");
    };
  }

  private static String cost(Budget budget) {
    String visited =
        String.format(
            Locale.ROOT,
            "%,d of %,d instructions visited",
            budget.visited(),
            budget.visitedLimit());
    return budget.stackBytes() == 0
        ? visited
        : visited + ", " + budget.stackBytes() + " of " + budget.stackLimit() + " bytes of stack";
  }

  private void print(Rejection rejection) {
    field("rule", rejection.rule() + ": " + rejection.title());
    field("where", where(rejection));
    field("kernel says", rejection.kernelMessage());
    field("missing", rejection.missing());
    field("reason", rejection.reason());
    field("fix", rejection.fix());
  }

  private static String where(Rejection rejection) {
    if (rejection.pc() < 0) {
      return "the whole program";
    }
    String place = "pc " + rejection.pc() + " in " + rejection.function();
    return rejection.source().map(line -> place + ", " + describe(line)).orElse(place);
  }

  private static String describe(SourceLine line) {
    String text = line.text().strip();
    return text.isEmpty() ? line.toString() : line + ": " + text;
  }

  /** A named field, wrapped at blanks below its own column. */
  private void field(String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    String indent = " ".repeat(16);
    StringBuilder line = new StringBuilder(String.format("  %-13s ", name));
    boolean first = true;
    for (String word : Printable.of(value).split(" ")) {
      if (!first && line.length() + 1 + word.length() > WIDTH) {
        line(line.toString());
        line = new StringBuilder(indent);
        first = true;
      }
      line.append(first ? "" : " ").append(word);
      first = false;
    }
    line(line.toString());
  }
}
