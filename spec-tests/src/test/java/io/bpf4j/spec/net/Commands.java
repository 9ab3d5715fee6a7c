package io.bpf4j.spec.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the machine. */
final class Commands {
  private static final int SECONDS = 30;

  /** What became of a program: its exit code, and what it wrote to both outputs. */
  record Result(int exit, String output) {}

  private Commands() {}

  static Result run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(List.of(command) + " did not end: " + output);
      }
      return new Result(process.exitValue(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException(List.of(command).toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program that must succeed, and gives its output. */
  static String require(String... command) {
    Result result = run(command);
    if (result.exit() != 0) {
      throw new AssertionError(List.of(command) + ": " + result.exit() + ": " + result.output());
    }
    return result.output();
  }
}
