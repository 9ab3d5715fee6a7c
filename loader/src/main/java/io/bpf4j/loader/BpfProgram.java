package io.bpf4j.loader;

import io.bpf4j.KernelException;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.AttachType;
import java.util.Objects;

/**
 * A program in the running kernel. Thread-safe, but closing must not race with use.
 *
 * <p>Every method throws {@link IllegalStateException} once the program is closed.
 */
public final class BpfProgram implements AutoCloseable {
  private static final byte[] NOTHING = {};

  private final Descriptor descriptor;
  private final ProgramSpec spec;
  private final String log;

  BpfProgram(Kernel kernel, ProgramSpec spec, int descriptor, String log) {
    this.descriptor = new Descriptor(kernel, "program " + spec.name(), descriptor);
    this.spec = spec;
    this.log = log;
  }

  /** What was loaded; never null. */
  public ProgramSpec spec() {
    return spec;
  }

  /** The file descriptor; it stays this object's. */
  public int descriptor() {
    return descriptor.number();
  }

  /** What the kernel's verifier wrote, "" where no log was asked for; never null. */
  public String log() {
    return log;
  }

  /**
   * Runs the program once on a packet, without attaching it.
   *
   * @param packet from the Ethernet header on, at least 14 bytes
   * @throws KernelException where the kernel cannot test-run this program type, or does not take
   *     the packet
   */
  public TestRun testRun(byte[] packet) {
    return testRun(packet, NOTHING, 1);
  }

  /**
   * Runs the program without attaching it.
   *
   * @param packet the packet, empty where the program type has none
   * @param context the context struct that the program type takes from user space, such as {@code
   *     struct xdp_md}; empty for the kernel's own
   * @param repeat how often to run it, from 1
   * @throws KernelException where the kernel cannot test-run this program type, or does not take
   *     the packet or context
   */
  public TestRun testRun(byte[] packet, byte[] context, int repeat) {
    Objects.requireNonNull(packet, "packet");
    Objects.requireNonNull(context, "context");
    if (repeat < 1) {
      throw new IllegalArgumentException("repeat is " + repeat + ", not at least 1");
    }
    return new TestRunning(descriptor, packet, context, repeat).run();
  }

  /**
   * Attaches an XDP program to a network interface, in the driver where it can.
   *
   * @param interfaceIndex as {@link BpfSystem#interfaceIndex} gives it; the calling thread must be
   *     in the interface's network namespace
   * @throws KernelException where the kernel refuses
   */
  public BpfLink attachXdp(int interfaceIndex) {
    return attachXdp(interfaceIndex, XdpMode.DEFAULT);
  }

  /** Attaches an XDP program to a network interface; throws as the other does. */
  public BpfLink attachXdp(int interfaceIndex, XdpMode mode) {
    Objects.requireNonNull(mode, "mode");
    return BpfLink.toInterface(descriptor, AttachType.XDP, interfaceIndex, mode);
  }

  /** Closes the descriptor; the program lives on while it is attached. */
  @Override
  public void close() {
    descriptor.close();
  }

  @Override
  public String toString() {
    return "BpfProgram[" + spec.name() + ", " + (descriptor.isOpen() ? "open" : "closed") + "]";
  }
}
