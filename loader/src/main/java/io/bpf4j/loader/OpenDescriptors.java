package io.bpf4j.loader;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Closes what was opened, the last first; one that fails does not keep the others open. */
final class OpenDescriptors implements AutoCloseable {
  private final Deque<Runnable> closings = new ArrayDeque<>();

  /** Takes what was opened, and how to close it. */
  synchronized <T> T add(T opened, Consumer<T> closing) {
    closings.push(() -> closing.accept(opened));
    return opened;
  }

  @Override
  public synchronized void close() {
    RuntimeException first = null;
    while (!closings.isEmpty()) {
      try {
        closings.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
