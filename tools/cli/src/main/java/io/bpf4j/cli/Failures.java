package io.bpf4j.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** One line for what went wrong. */
final class Failures {
  private Failures() {}

  /** What an exception says, without its class where the message is for people. */
  static String describe(Exception e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    if (e instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getFile() + ": " + failed.getReason();
    }
    if (e instanceof IOException && e.getMessage() == null) {
      return "input/output error: " + e;
    }
    return e.getMessage();
  }
}
