package io.bpf4j.loader;

import io.bpf4j.loader.sys.NativeBuffer;
import io.bpf4j.loader.sys.Syscalls;
import io.bpf4j.uapi.BpfCommand;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A kernel of the tests' own: it hands out descriptors and counts them, keeps maps, accepts every
 * program unless told otherwise, and fails the call that it is told to fail.
 */
final class FakeKernel implements Syscalls {
  /** Every call, such as {@code MAP_CREATE} and {@code close}, in order. */
  final List<String> calls = new ArrayList<>();

  /** What PROG_LOAD answers: 0 to accept, or an error number. */
  int programErrno;

  /** What the verifier writes. */
  String log = "";

  /** Whether the size of the log is told, as from Linux 6.4. */
  boolean tellsLogSize = true;

  /** The error of the next calls, by their position in {@link #calls}. */
  final Map<Integer, Integer> failures = new TreeMap<>();

  final FakeMaps maps = new FakeMaps(this);

  /** Attributes of the last call of each command. */
  final Map<BpfCommand, ByteBuffer> last = new TreeMap<>();

  private final Set<Integer> open = new TreeSet<>();
  private final TreeMap<Long, NativeBuffer> memory = new TreeMap<>();
  private long nextAddress = 0x10000;
  private int nextDescriptor = 3;

  /** How many descriptors are open. */
  int openDescriptors() {
    return open.size();
  }

  /** The bytes at an address that this kernel gave out. */
  byte[] read(long address, int length) {
    NativeBuffer buffer = memory.floorEntry(address).getValue();
    byte[] bytes = new byte[length];
    buffer.bytes().get((int) (address - buffer.address()), bytes);
    return bytes;
  }

  void write(long address, byte[] bytes) {
    NativeBuffer buffer = memory.floorEntry(address).getValue();
    buffer.bytes().put((int) (address - buffer.address()), bytes);
  }

  @Override
  public int bpf(BpfCommand command, NativeBuffer attr, int size) {
    int failure = record(command.name());
    ByteBuffer bytes = attr.bytes();
    last.put(command, ByteBuffer.wrap(read(attr.address(), size)).order(bytes.order()));
    if (failure != 0) {
      return -failure;
    }
    return switch (command) {
      case MAP_CREATE -> maps.create(newDescriptor(), bytes);
      case MAP_LOOKUP_ELEM, MAP_UPDATE_ELEM, MAP_DELETE_ELEM, MAP_GET_NEXT_KEY, MAP_FREEZE ->
          maps.call(command, bytes);
      case PROG_LOAD -> loadProgram(bytes);
      case BTF_LOAD, LINK_CREATE -> newDescriptor();
      case LINK_DETACH -> 0;
      default -> -Errno.ENOSYS;
    };
  }

  private int record(String call) {
    Integer failure = failures.get(calls.size());
    calls.add(call);
    return failure == null ? 0 : failure;
  }

  private int newDescriptor() {
    open.add(nextDescriptor);
    return nextDescriptor++;
  }

  boolean isOpen(int descriptor) {
    return open.contains(descriptor);
  }

  private int loadProgram(ByteBuffer attr) {
    int size = attr.getInt(28);
    if (attr.getInt(24) != 0 && !log.isEmpty()) {
      byte[] whole = (log + "\0").getBytes(StandardCharsets.UTF_8);
      byte[] seen = java.util.Arrays.copyOf(whole, Math.min(whole.length, size));
      seen[seen.length - 1] = 0;
      write(attr.getLong(32), seen);
      if (tellsLogSize) {
        attr.putInt(140, whole.length);
      }
      if (whole.length > size) {
        return -Errno.ENOSPC;
      }
    }
    return programErrno == 0 ? newDescriptor() : -programErrno;
  }

  @Override
  public int close(int descriptor) {
    int failure = record("close");
    if (!open.remove(descriptor)) {
      return -9; // EBADF
    }
    return -failure;
  }

  @Override
  public int open(String path) {
    int failure = record("open");
    return failure == 0 ? newDescriptor() : -failure;
  }

  @Override
  public int enterNetworkNamespace(int descriptor) {
    return -record("setns");
  }

  @Override
  public int interfaceIndex(String name) {
    return name.equals("veth0") ? 7 : -19; // ENODEV
  }

  @Override
  public NativeBuffer allocate(int size) {
    NativeBuffer buffer = new NativeBuffer(ByteBuffer.allocate(size), nextAddress);
    memory.put(nextAddress, buffer);
    nextAddress += size + 4096L;
    return buffer;
  }
}
