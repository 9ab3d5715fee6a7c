package io.bpf4j.loader;

import java.nio.charset.StandardCharsets;

/** Where the kernel writes a log: text that ends with a NUL. */
record LogBuffer(CallMemory.Region region) {
  LogBuffer {
    // So that a kernel that writes nothing leaves an empty log.
    region.bytes().put(region.start(), (byte) 0);
  }

  long address() {
    return region.address();
  }

  int size() {
    return region.size();
  }

  /** How many bytes the text has. */
  int length() {
    int length = 0;
    while (length < region.size() && region.readByte(length) != 0) {
      length++;
    }
    return length;
  }

  String text() {
    return new String(region.read(length()), StandardCharsets.UTF_8);
  }
}
