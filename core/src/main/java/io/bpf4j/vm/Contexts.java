package io.bpf4j.vm;

import io.bpf4j.kernel.ContextLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Sets up the context that an input asks for, and reads it back. */
final class Contexts {
  private static final byte[] NOTHING = new byte[0];

  /** struct xdp_md (uapi/linux/bpf.h). */
  private static final int XDP_MD_SIZE = 24;

  private final Memory memory;
  private final PacketBytes packet;
  private final Region region = Region.of("context", NOTHING, false);
  private final long address;
  private final byte[] xdpFields = new byte[XDP_MD_SIZE];
  private final XdpContext xdp;

  /** The memory of a run on {@link Input.Memory}, kept for the next one of the same size. */
  private byte[] arguments = NOTHING;

  private final Map<String, StructContext> structs = new HashMap<>();

  /** The structure that the present run has, null where its context is another. */
  private StructContext struct;

  Contexts(Memory memory, PacketBytes packet) {
    this.memory = memory;
    this.packet = packet;
    this.address = memory.add(region);
    this.xdp = new XdpContext(memory, packet, region, address, xdpFields);
  }

  PacketBytes packet() {
    return packet;
  }

  /** The context structure of the present run, null where it has another kind of context. */
  StructContext struct() {
    return struct;
  }

  /**
   * The socket buffer of the present run.
   *
   * @param argument what a helper was given for it
   * @throws FaultSignal where that is not the context, or the context no socket buffer
   */
  StructContext socketBuffer(long argument) {
    if (struct == null || !struct.isSocketBuffer() || argument != address) {
      throw FaultSignal.of(
          Fault.Kind.BAD_ARGUMENT, "the first argument is no context of type __sk_buff");
    }
    return struct;
  }

  /** Fills the context region; returns its address. */
  long enter(Input input) {
    struct = null;
    if (input instanceof Input.Xdp frame) {
      packet.set(frame.packet(), 0, 0);
      packet.open(true, true);
      packet.setMetadata(frame.metadata());
      memory.put(xdpFields, 12, 4, frame.ingressInterface());
      memory.put(xdpFields, 16, 4, frame.receiveQueue());
      memory.put(xdpFields, 20, 4, frame.egressInterface());
      show(xdpFields, xdp, false);
    } else if (input instanceof SocketBuffer buffer) {
      packet.set(buffer.bytes(), buffer.dataOffset(), buffer.networkOffset());
      packet.open(buffer.isReadDirectly(), buffer.isWrittenDirectly());
      fill(buffer.layout(), buffer.fields());
    } else if (input instanceof ContextFields fields) {
      packet.set(fields.data(), 0, 0);
      packet.open(fields.isReadDirectly(), fields.isWrittenDirectly());
      fill(fields.layout(), fields.fields());
    } else {
      packet.set(NOTHING, 0, 0);
      packet.open(false, false);
      boolean writable = input instanceof Input.Memory;
      // What can only be read needs no copy.
      byte[] bytes =
          writable ? copy(((Input.Memory) input).bytes()) : ((Input.Tracepoint) input).record();
      show(bytes, null, writable);
    }
    return address;
  }

  private byte[] copy(byte[] bytes) {
    if (arguments.length != bytes.length) {
      arguments = new byte[bytes.length];
    }
    System.arraycopy(bytes, 0, arguments, 0, bytes.length);
    return arguments;
  }

  /** What R2 is when a program starts on an input. */
  static long secondArgument(Input input) {
    return input instanceof Input.Memory memory ? memory.bytes().length : 0;
  }

  private void fill(ContextLayout layout, FieldValues fields) {
    struct = structs.get(layout.name());
    if (struct == null) {
      struct = new StructContext(memory, packet, region, address, layout);
      structs.put(layout.name(), struct);
    }
    Arrays.fill(struct.image(), (byte) 0);
    fields.putInto(struct.image(), memory);
    show(struct.image(), struct, false);
  }

  private void show(byte[] fields, Context context, boolean writable) {
    region.bytes = fields;
    region.end = fields.length;
    region.writeStart = 0;
    region.writeEnd = writable ? fields.length : 0;
    region.context = context;
  }

  /** The result of a run that has ended. */
  Run leave(long r0, Fault fault, long executed) {
    byte[] context = NOTHING;
    if (struct != null) {
      context = struct.copy();
    } else if (region.writeEnd != 0) {
      context = region.bytes.clone();
    }
    return new Run(
        r0, packet.copy(), packet.metadata(), context, packet.redirect(), fault, executed);
  }
}
