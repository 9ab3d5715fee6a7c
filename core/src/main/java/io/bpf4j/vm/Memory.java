package io.bpf4j.vm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The address space. An address is {@code region << 32 | BASE + offset}; with the base in the
 * middle of the offset's range, a pointer that strays a little still names its region.
 */
final class Memory {
  private static final int BASE = 1 << 30;
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  private final boolean bigEndian;
  private Region[] regions = new Region[16];
  private int count;

  Memory(ByteOrder order) {
    bigEndian = order == ByteOrder.BIG_ENDIAN;
    add(Region.opaque("null"));
  }

  boolean isBigEndian() {
    return bigEndian;
  }

  /** A 16-bit number in network byte order from one in the machine's, or back. */
  short networkOrder(short value) {
    return bigEndian ? value : Short.reverseBytes(value);
  }

  /** Adds a region and returns the address of its offset 0. */
  long add(Region region) {
    if (count == regions.length) {
      regions = Arrays.copyOf(regions, count * 2);
    }
    regions[count] = region;
    return addressOf(count++, 0);
  }

  private static long addressOf(int id, int offset) {
    return ((long) id << 32) + BASE + offset;
  }

  static int offsetOf(long address) {
    return (int) address - BASE;
  }

  /** The region that an address names. */
  Region regionOf(long address) {
    long id = address >>> 32;
    if (id == 0 || id >= count) {
      String what = address == 0 ? "null" : "0x" + Long.toHexString(address) + ", no address";
      throw new FaultSignal(Fault.Kind.INVALID_ADDRESS, address, "", "access through " + what);
    }
    return regions[(int) id];
  }

  /** The map that an address of a map stands for; faults on any other value. */
  MapStore mapAt(long address) {
    Region region = regionOf(address);
    if (region.map == null || offsetOf(address) != 0) {
      throw badArgument(address, region, "is not a map");
    }
    return region.map;
  }

  static FaultSignal badArgument(long address, Region region, String what) {
    String place = region.name + " at offset " + offsetOf(address);
    return new FaultSignal(
        Fault.Kind.BAD_ARGUMENT, address, region.name, "argument " + place + " " + what);
  }

  /** The region of bytes that can simply be read, null where there is more to it. */
  Region plainlyReadable(long address, int size) {
    long id = address >>> 32;
    if (id >= count) {
      return null;
    }
    Region region = regions[(int) id];
    int offset = offsetOf(address);
    boolean plain =
        region.context == null
            && offset >= region.start
            && size <= region.end - offset
            && (region.stride == 0 || region.isInOneElement(offset, size));
    return plain ? region : null;
  }

  /** The region of bytes that can simply be written, null where there is more to it. */
  Region plainlyWritable(long address, int size) {
    Region region = plainlyReadable(address, size);
    int offset = offsetOf(address);
    boolean plain =
        region != null && offset >= region.writeStart && offset <= region.writeEnd - size;
    return plain ? region : null;
  }

  /** The region of {@code size} readable bytes at an address. */
  Region readable(long address, int size) {
    Region region = regionOf(address);
    checkBounds(region, address, size, "read");
    return region;
  }

  /** The region of {@code size} readable bytes at an address, or null where it has none. */
  Region readableOrNull(long address, int size) {
    long id = address >>> 32;
    if (id == 0 || id >= count) {
      return null;
    }
    Region region = regions[(int) id];
    return isInside(region, offsetOf(address), size) ? region : null;
  }

  private static boolean isInside(Region region, int offset, int size) {
    return offset >= region.start
        && size <= region.end - offset
        && (region.stride == 0 || region.isInOneElement(offset, size));
  }

  /** The region of {@code size} writable bytes at an address. */
  Region writable(long address, int size) {
    Region region = regionOf(address);
    checkWritable(region, address, size);
    return region;
  }

  private static void checkWritable(Region region, long address, int size) {
    checkBounds(region, address, size, "write");
    int offset = offsetOf(address);
    if (offset < region.writeStart || offset > region.writeEnd - size) {
      throw readOnly(region, address);
    }
  }

  static FaultSignal readOnly(Region region, long address) {
    return new FaultSignal(
        Fault.Kind.READ_ONLY,
        address,
        region.name,
        "write to " + region.name + " at offset " + offsetOf(address) + ", which is read-only");
  }

  private static void checkBounds(Region region, long address, int size, String verb) {
    if (!isInside(region, offsetOf(address), size)) {
      throw outOfBounds(region, address, size, verb);
    }
  }

  static FaultSignal outOfBounds(Region region, long address, int size, String verb) {
    int offset = offsetOf(address);
    if (region.map != null && verb.equals("read")) {
      // The kernel lets programs read struct bpf_map by its BTF.
      return new FaultSignal(
          Fault.Kind.UNSUPPORTED,
          address,
          region.name,
          "read of the kernel's own structure of " + region.name + ", which the VM does not have");
    }
    String where = "offset " + offset;
    String extent = "offsets " + region.start + " to " + (region.end - 1);
    if (region.stride != 0 && offset >= 0) {
      where = "offset " + offset % region.stride + " of element " + offset / region.stride;
      extent = region.elementSize + " bytes an element";
    } else if (region.end <= region.start) {
      extent = "no accessible byte";
    }
    return new FaultSignal(
        Fault.Kind.OUT_OF_BOUNDS,
        address,
        region.name,
        verb
            + " of "
            + size
            + " bytes at "
            + where
            + " of "
            + region.name
            + ", which has "
            + extent);
  }

  /** A load of 1, 2, 4 or 8 bytes, zero-extended. */
  long load(long address, int size) {
    Region plain = plainlyReadable(address, size);
    return plain != null ? get(plain.bytes, offsetOf(address), size) : loadChecked(address, size);
  }

  private long loadChecked(long address, int size) {
    Region region = regionOf(address);
    if (region.context != null) {
      return region.context.load(offsetOf(address), size);
    }
    checkBounds(region, address, size, "read");
    return get(region.bytes, offsetOf(address), size);
  }

  /** A store of the low 1, 2, 4 or 8 bytes. */
  void store(long address, int size, long value) {
    Region plain = plainlyWritable(address, size);
    if (plain != null) {
      put(plain.bytes, offsetOf(address), size, value);
    } else {
      storeChecked(address, size, value);
    }
  }

  private void storeChecked(long address, int size, long value) {
    Region region = regionOf(address);
    if (region.context != null) {
      region.context.store(offsetOf(address), size, value);
      return;
    }
    checkWritable(region, address, size);
    put(region.bytes, offsetOf(address), size, value);
  }

  long get(byte[] bytes, int offset, int size) {
    switch (size) {
      case 1:
        return bytes[offset] & 0xffL;
      case 2:
        short two = (short) SHORT.get(bytes, offset);
        return (bigEndian ? Short.reverseBytes(two) : two) & 0xffffL;
      case 4:
        int four = (int) INT.get(bytes, offset);
        return (bigEndian ? Integer.reverseBytes(four) : four) & 0xffffffffL;
      default:
        long eight = (long) LONG.get(bytes, offset);
        return bigEndian ? Long.reverseBytes(eight) : eight;
    }
  }

  void put(byte[] bytes, int offset, int size, long value) {
    switch (size) {
      case 1 -> bytes[offset] = (byte) value;
      case 2 -> {
        short two = (short) value;
        SHORT.set(bytes, offset, bigEndian ? Short.reverseBytes(two) : two);
      }
      case 4 -> {
        int four = (int) value;
        INT.set(bytes, offset, bigEndian ? Integer.reverseBytes(four) : four);
      }
      default -> LONG.set(bytes, offset, bigEndian ? Long.reverseBytes(value) : value);
    }
  }
}
