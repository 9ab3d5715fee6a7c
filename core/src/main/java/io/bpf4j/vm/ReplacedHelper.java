package io.bpf4j.vm;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** A helper or kfunc that Java code answers. */
final class ReplacedHelper implements HelperTable.Entry, HelperCall {
  private final HelperFunction function;
  private final Memory memory;
  private final Environment environment;
  private final MapTable maps;

  /** What it stands in for. */
  private HelperTable.Entry builtIn;

  private long[] registers;

  ReplacedHelper(HelperFunction function, Memory memory, Environment environment, MapTable maps) {
    this.function = function;
    this.memory = memory;
    this.environment = environment;
    this.maps = maps;
  }

  void standsInFor(HelperTable.Entry replaced) {
    builtIn = replaced;
  }

  @Override
  public long call(long[] r) {
    registers = r;
    return function.call(this);
  }

  @Override
  public long argument(int number) {
    return registers[Objects.checkIndex(number - 1, 5) + 1];
  }

  @Override
  public long load(long address, int size) {
    return memory.load(address, checkedSize(size));
  }

  @Override
  public void store(long address, int size, long value) {
    memory.store(address, checkedSize(size), value);
  }

  private static int checkedSize(int size) {
    if (size < 1 || size > 8 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("a number of " + size + " bytes, not 1, 2, 4 or 8");
    }
    return size;
  }

  @Override
  public byte[] read(long address, int size) {
    if (size < 0) {
      throw badArgument("a size of " + size + " bytes");
    }
    int start = Memory.offsetOf(address);
    return Arrays.copyOfRange(memory.readable(address, size).bytes, start, start + size);
  }

  @Override
  public void write(long address, byte[] bytes) {
    Region region = memory.writable(address, bytes.length);
    System.arraycopy(bytes, 0, region.bytes, Memory.offsetOf(address), bytes.length);
  }

  @Override
  public String string(long address, int limit) {
    int length = 0;
    while (length < limit && memory.load(address + length, 1) != 0) {
      length++;
    }
    return new String(read(address, length), StandardCharsets.UTF_8);
  }

  @Override
  public VmMap map(long address) {
    return new VmMap(memory.mapAt(address));
  }

  @Override
  public Optional<VmMap> map(String name) {
    return Optional.ofNullable(maps.get(name)).map(VmMap::new);
  }

  @Override
  public long nanoseconds() {
    return environment.clock.getAsLong();
  }

  @Override
  public int random() {
    return environment.nextRandom();
  }

  @Override
  public int processor() {
    return environment.processor;
  }

  @Override
  public ByteOrder byteOrder() {
    return memory.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  @Override
  public long builtIn() {
    if (builtIn == null) {
      throw FaultSignal.of(Fault.Kind.UNSUPPORTED, "the VM has no kfuncs of its own");
    }
    return builtIn.call(registers);
  }

  @Override
  public RuntimeException badArgument(String message) {
    return FaultSignal.of(Fault.Kind.BAD_ARGUMENT, message);
  }
}
