package io.bpf4j.cli;

import io.bpf4j.asm.Printable;
import io.bpf4j.verifier.report.Style;
import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;

/** Where a command prints. */
final class Screen {
  private static final String RESET = "\u001b[0m";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean colours;

  Screen(PrintWriter out, PrintWriter err, boolean colours) {
    this.out = out;
    this.err = err;
    this.colours = colours;
  }

  /** Whether standard output is a terminal that shows colours, and nobody forbids them. */
  static boolean terminalHasColours() {
    return System.getenv("NO_COLOR") == null
        && !"dumb".equals(System.getenv("TERM"))
        && isTerminal(System.console());
  }

  /** From Java 22 on there is a console without a terminal too, and a method that tells. */
  private static boolean isTerminal(Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException before22) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  boolean hasColours() {
    return colours;
  }

  /** One line of output. */
  void line(String text) {
    out.print(text);
    out.print('\n');
  }

  /** Whole lines, as they are. */
  void text(String lines) {
    out.print(lines);
  }

  /** How a report is set off on this screen. */
  Style style() {
    return new Style() {
      @Override
      public String strong(String text) {
        return bold(text);
      }

      @Override
      public String good(String text) {
        return green(text);
      }

      @Override
      public String bad(String text) {
        return red(text);
      }

      @Override
      public String unsure(String text) {
        return yellow(text);
      }
    };
  }

  void line() {
    out.print('\n');
  }

  /** One line of standard error, whatever is in the message. */
  void error(String message) {
    // In order with what was printed before, where both go to one place.
    out.flush();
    err.print("bpf4j: " + Printable.of(message) + "\n");
    err.flush();
  }

  String bold(String text) {
    return styled("1", text);
  }

  String dim(String text) {
    return styled("2", text);
  }

  String red(String text) {
    return styled("1;31", text);
  }

  String green(String text) {
    return styled("1;32", text);
  }

  String yellow(String text) {
    return styled("1;33", text);
  }

  private String styled(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
