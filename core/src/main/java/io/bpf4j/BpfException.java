package io.bpf4j;

/**
 * Every failure that bpf4j reports by throwing. One subtype a phase, each with typed location
 * fields and a one-line message that goes from outer to inner context. A rejected program is not an
 * exception: it is a value of the verifier's report.
 */
public abstract sealed class BpfException extends RuntimeException
    permits AssemblyException,
        KernelException,
        LinkException,
        MalformedException,
        RelocationException {
  private static final long serialVersionUID = 1L;

  BpfException(String message, Throwable cause) {
    super(message, cause);
  }
}
