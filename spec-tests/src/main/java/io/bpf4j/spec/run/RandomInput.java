package io.bpf4j.spec.run;

import io.bpf4j.spec.generate.Dice;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.SocketBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What one run is given.
 *
 * @param type of the program
 * @param packet a frame from the Ethernet header on
 * @param mark of the socket buffer, as the next two
 * @param priority of the socket buffer
 * @param scratch 20 bytes for {@code cb}
 */
public record RandomInput(ProgramType type, byte[] packet, int mark, int priority, byte[] scratch) {
  private static final int ETHERNET_HEADER = 14;
  private static final int SK_BUFF_SIZE = 192;
  private static final int MARK = 8;
  private static final int PRIORITY = 32;
  private static final int SCRATCH = 48;
  private static final int SCRATCH_SIZE = 20;
  private static final int[] PROTOCOLS = {0x0800, 0x0800, 0x86dd, 0x8100, 0x0806, 0x0026};

  static RandomInput of(Dice dice, ProgramType type) {
    int size = ETHERNET_HEADER + (dice.percent(95) ? dice.between(64, 140) : dice.between(40, 63));
    ByteBuffer packet = ByteBuffer.allocate(size + 8).order(ByteOrder.LITTLE_ENDIAN);
    // Cells of equal bytes, and numbers at the edges, which random bytes never are.
    for (int at = 0; at < size; at += 8) {
      long cell =
          switch (dice.below(4)) {
            case 0 -> dice.pickInt(0, -1, 1, Integer.MIN_VALUE);
            case 1 -> dice.wideConstant();
            case 2 -> dice.pick(Long.MIN_VALUE, Long.MAX_VALUE, 0x80000000L, 0xffffffffL);
            default -> dice.bits();
          };
      packet.putLong(at, cell);
    }
    byte[] bytes = java.util.Arrays.copyOf(packet.array(), size);
    int protocol = dice.pickInt(PROTOCOLS);
    bytes[12] = (byte) (protocol >> 8);
    bytes[13] = (byte) protocol;
    if (dice.percent(50)) {
      java.util.Arrays.fill(bytes, 0, 6, (byte) dice.pickInt(0, -1));
    }
    byte[] scratch = new byte[SCRATCH_SIZE];
    for (int i = 0; i < SCRATCH_SIZE; i++) {
      scratch[i] = (byte) dice.bits();
    }
    return new RandomInput(type, bytes, (int) dice.bits(), (int) dice.wideConstant(), scratch);
  }

  /** The context for the kernel's test run, empty where the kernel makes its own. */
  byte[] kernelContext() {
    if (type == ProgramType.XDP) {
      return new byte[0];
    }
    ByteBuffer context = ByteBuffer.allocate(SK_BUFF_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    context.putInt(MARK, mark).putInt(PRIORITY, priority);
    context.position(SCRATCH).put(scratch);
    return context.array();
  }

  /** The same for the VM. */
  Input vmInput() {
    if (type == ProgramType.XDP) {
      return Input.Xdp.of(packet);
    }
    return SocketBuffer.ofFrame(type, packet)
        .with("mark", mark)
        .with("priority", priority)
        .withBytes("cb", scratch);
  }
}
