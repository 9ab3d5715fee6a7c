package io.bpf4j.vm;

import java.util.Optional;

/**
 * How a run ended.
 *
 * @param r0 the program's R0, all 64 bits; 0 where it faulted
 * @param packet the packet afterwards, empty where the input has none; must not be changed
 * @param metadata what stands before an XDP program's packet, which bpf_xdp_adjust_meta makes room
 *     for; must not be changed
 * @param context the context afterwards, in the object's byte order, where programs may write to
 *     it; pointers in it are zero; must not be changed
 * @param redirected where the packet was sent to, null where the program did not say
 * @param faulted why the run ended early, null where the program returned
 * @param instructions how many instructions were executed
 */
public record Run(
    long r0,
    byte[] packet,
    byte[] metadata,
    byte[] context,
    Redirect redirected,
    Fault faulted,
    long instructions) {
  /** R0's low 32 bits: all that the kernel hands on. */
  public int returnValue() {
    return (int) r0;
  }

  /** Why the run ended early, if it did. */
  public Optional<Fault> fault() {
    return Optional.ofNullable(faulted);
  }

  /** Where a redirect helper sent the packet, if one did. */
  public Optional<Redirect> redirect() {
    return Optional.ofNullable(redirected);
  }
}
