package io.bpf4j.spec.elf;

import io.bpf4j.spec.InstalledTools;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs foreign tools; their two outputs are kept apart, because a warning is a failure here. */
public final class Tool {
  private static final int SECONDS = 60;

  /** What became of a run. */
  public record Result(int exit, String output, String errors) {}

  private Tool() {}

  /** Runs a tool to its end, however that is. */
  public static Result run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(InstalledTools.find(program).orElseThrow().toString());
    command.addAll(List.of(arguments));
    try {
      Path errors = Files.createTempFile("tool", ".stderr");
      try {
        return run(command, errors);
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException(command.toString()));
    }
  }

  private static Result run(List<String> command, Path errors)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end: " + output);
    }
    return new Result(process.exitValue(), output, Files.readString(errors));
  }

  /** Runs a tool that must succeed without a word on standard error, and gives its output. */
  public static String quietly(String program, String... arguments) {
    Result result = run(program, arguments);
    if (result.exit() != 0 || !result.errors().isBlank()) {
      throw new AssertionError(
          program + " " + List.of(arguments) + ": " + result.exit() + ": " + result.errors());
    }
    return result.output();
  }
}
