package io.bpf4j.vm;

import java.util.Objects;
import java.util.Optional;

/**
 * A program of a {@link Vm}, to run many times: a run allocates nothing once the program is warm,
 * unless it faults, or its maps or helpers do. What became of a run is asked for afterwards, until
 * the VM's next run, of whichever program; from then on these questions throw {@link
 * IllegalStateException}. Not thread-safe, as its VM is not.
 */
public final class VmProgram {
  private final Vm vm;
  private final Lowered code;

  VmProgram(Vm vm, Lowered code) {
    this.vm = vm;
    this.code = code;
  }

  /** Its name; never null. */
  public String name() {
    return code.name;
  }

  /**
   * Runs it.
   *
   * @param input what it runs on; not null
   * @return its R0, all 64 bits; 0 where it faulted, which {@link #fault} tells
   */
  public long run(Input input) {
    return vm.execute(this, code, Objects.requireNonNull(input, "input"));
  }

  /** Why the last run ended early, if it did. */
  public Optional<Fault> fault() {
    return Optional.ofNullable(vm.interpreter(this).fault());
  }

  /** How many instructions the last run executed. */
  public long instructions() {
    return vm.interpreter(this).executed();
  }

  /** How many bytes the packet has after the last run; 0 where the input has none. */
  public int packetLength() {
    return vm.contexts(this).packet().length();
  }

  /**
   * Copies the packet as the last run left it.
   *
   * @param to where its {@link #packetLength} bytes go, from {@code offset} on; not null
   * @throws IndexOutOfBoundsException where they do not fit; nothing is copied then
   */
  public void copyPacket(byte[] to, int offset) {
    PacketBytes packet = vm.contexts(this).packet();
    Objects.checkFromIndexSize(offset, packet.length(), to.length);
    packet.get(0, to, offset, packet.length());
  }

  /** All that became of the last run, in a copy that later runs leave alone. */
  public Run result() {
    return vm.result(this);
  }
}
