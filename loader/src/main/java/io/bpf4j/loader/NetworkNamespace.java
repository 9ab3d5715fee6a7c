package io.bpf4j.loader;

import io.bpf4j.KernelException;
import io.bpf4j.loader.sys.Syscalls;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A network namespace: what has to happen inside one, such as finding an interface and attaching to
 * it, is run on a thread of its own that enters the namespace and ends there.
 */
public final class NetworkNamespace {
  private final Syscalls syscalls;
  private final Path file;

  NetworkNamespace(Syscalls syscalls, Path file) {
    this.syscalls = syscalls;
    this.file = Objects.requireNonNull(file, "file");
  }

  /**
   * The namespace that a file stands for: {@code /run/netns/NAME} as ip-netns(8) makes it, or
   * {@code /proc/PID/ns/net}. It is opened at each {@link #call}.
   */
  public static NetworkNamespace of(Path file) {
    return new NetworkNamespace(BpfSystem.ofThisMachine().kernel().syscalls(), file);
  }

  /**
   * Runs an action in the namespace and waits for it; descriptors that it opens stay good outside.
   *
   * @return what the action returned
   * @throws KernelException where the namespace cannot be opened or entered
   */
  public <T> T call(Supplier<T> action) {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              enter();
              return action.get();
            });
    Thread thread = new Thread(task, "netns " + file.getFileName());
    thread.setDaemon(true);
    thread.start();
    return result(task);
  }

  private void enter() {
    int descriptor = syscalls.open(file.toString());
    if (descriptor < 0) {
      throw Diagnosis.failure("open() of " + file, -descriptor);
    }
    int result = syscalls.enterNetworkNamespace(descriptor);
    syscalls.close(descriptor);
    if (result < 0) {
      throw Diagnosis.failure("setns() to " + file, -result);
    }
  }

  /** The task's result; an interrupt meanwhile is kept for later, as the action goes on anyway. */
  private static <T> T result(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      // A supplier throws nothing checked.
      throw (RuntimeException) e.getCause();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
