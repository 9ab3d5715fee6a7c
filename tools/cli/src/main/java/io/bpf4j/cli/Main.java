package io.bpf4j.cli;

import io.bpf4j.BpfException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;

/** The command line. */
public final class Main {
  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int code = run(new Screen(out, err, Screen.terminalHasColours()), arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
  }

  /**
   * Runs a command without exiting and without colours.
   *
   * @param out takes the output
   * @param err takes messages
   * @return 0 all accepted or done; 1 rejected, unsupported or malformed; 2 usage; 3 internal error
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    int code = run(new Screen(out, err, false), arguments);
    out.flush();
    err.flush();
    return code;
  }

  private static int run(Screen screen, String... arguments) {
    boolean debug =
        Arrays.asList(arguments).contains("--debug") || System.getenv("BPF4J_DEBUG") != null;
    try {
      CommandLine commandLine = new CommandLine(new RootCommand(), new Commands(screen));
      commandLine.setOut(screen.out());
      commandLine.setErr(screen.err());
      commandLine.setColorScheme(
          CommandLine.Help.defaultColorScheme(
              screen.hasColours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
      commandLine.setCaseInsensitiveEnumValuesAllowed(true);
      commandLine.setParameterExceptionHandler((e, all) -> usage(screen, e));
      commandLine.setExecutionExceptionHandler((e, c, parsed) -> failure(screen, e, debug));
      return commandLine.execute(arguments);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
      return internal(screen, e, debug);
    }
  }

  private static int usage(Screen screen, CommandLine.ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String message = e.getMessage();
    String prefix = "Error: ";
    screen.error(
        (message.startsWith(prefix) ? message.substring(prefix.length()) : message)
            + " (see "
            + command
            + " --help)");
    return ExitCode.USAGE;
  }

  private static int failure(Screen screen, Exception e, boolean debug) {
    if (!(e instanceof BpfException) && !(e instanceof IOException)) {
      return internal(screen, e, debug);
    }
    screen.error(Failures.describe(e));
    if (debug) {
      e.printStackTrace(screen.err());
    }
    return ExitCode.REJECTED;
  }

  private static int internal(Screen screen, Throwable e, boolean debug) {
    screen.error(
        "internal error: "
            + e
            + (debug ? "" : "; please report it, with the output of the same command and --debug"));
    if (debug) {
      e.printStackTrace(screen.err());
    }
    return ExitCode.INTERNAL;
  }
}
