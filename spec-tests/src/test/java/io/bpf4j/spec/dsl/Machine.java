package io.bpf4j.spec.dsl;

import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.BpfProgram;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.Run;
import io.bpf4j.vm.SocketBuffer;
import io.bpf4j.vm.Vm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Something that runs the programs of an object: the kernel, or the VM. */
public interface Machine extends AutoCloseable {
  /** Runs a program on a packet: what it returns. */
  int run(String program, byte[] packet);

  /** The value of a map's element. */
  Optional<byte[]> lookup(String map, byte[] key);

  /** Writes a map's element. */
  void update(String map, byte[] key, byte[] value);

  @Override
  void close();

  /** The value of an array's element, as a number. */
  default long number(String map, int index) {
    byte[] value = lookup(map, key(index)).orElseThrow();
    return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong();
  }

  /** An array's key. */
  static byte[] key(int index) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(index).array();
  }

  /** The packet behind an Ethernet header: the kernel's test run hides that from filters. */
  private static byte[] behindHeader(byte[] packet) {
    return ByteBuffer.allocate(Packets.ETHERNET + packet.length)
        .position(Packets.ETHERNET)
        .put(packet)
        .array();
  }

  /** The running kernel. */
  static Machine kernel(ObjectSpec spec) {
    BpfObject object = BpfObject.load(spec);
    return new Machine() {
      @Override
      public int run(String program, byte[] packet) {
        BpfProgram its = object.program(program);
        boolean filter = its.spec().type() == ProgramType.SOCKET_FILTER;
        return its.testRun(filter ? behindHeader(packet) : packet).returnValue();
      }

      @Override
      public Optional<byte[]> lookup(String map, byte[] key) {
        return object.map(map).lookup(key);
      }

      @Override
      public void update(String map, byte[] key, byte[] value) {
        object.map(map).update(key, value);
      }

      @Override
      public void close() {
        object.close();
      }
    };
  }

  /** The VM. */
  static Machine vm(ObjectSpec spec) {
    Vm vm = Vm.of(spec);
    return new Machine() {
      @Override
      public int run(String program, byte[] packet) {
        ProgramSpec its = spec.program(program).orElseThrow();
        Input input =
            its.type() == ProgramType.XDP
                ? Input.Xdp.of(packet)
                : SocketBuffer.of(ProgramType.SOCKET_FILTER, packet).with("protocol", 0x0008);
        Run run = vm.run(program, input);
        run.fault()
            .ifPresent(
                fault -> {
                  throw new AssertionError(program + ": " + fault);
                });
        return run.returnValue();
      }

      @Override
      public Optional<byte[]> lookup(String map, byte[] key) {
        return vm.map(map).orElseThrow().lookup(key);
      }

      @Override
      public void update(String map, byte[] key, byte[] value) {
        vm.map(map).orElseThrow().update(key, value);
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
