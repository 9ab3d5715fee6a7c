package io.bpf4j.verifier;

/** What the verifier says of a program. */
public enum Verdict {
  /** The kernel accepts it. */
  ACCEPTED,
  /** The kernel rejects it. */
  REJECTED,
  /** The model lacks what it takes to tell; neither of the others. */
  UNSUPPORTED
}
