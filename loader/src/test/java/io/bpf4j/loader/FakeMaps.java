package io.bpf4j.loader;

import io.bpf4j.uapi.BpfCommand;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The maps of a {@link FakeKernel}: as its hash maps, whatever their type. */
final class FakeMaps {
  private static final class Content {
    int keySize;
    int valueSize;
    int maxEntries;
    boolean frozen;
    final Map<ByteBuffer, byte[]> elements = new LinkedHashMap<>();
  }

  private final FakeKernel kernel;
  private final Map<Integer, Content> contents = new HashMap<>();

  FakeMaps(FakeKernel kernel) {
    this.kernel = kernel;
  }

  int create(int descriptor, ByteBuffer attr) {
    Content content = new Content();
    content.keySize = attr.getInt(4);
    content.valueSize = attr.getInt(8);
    content.maxEntries = attr.getInt(12);
    contents.put(descriptor, content);
    return descriptor;
  }

  int call(BpfCommand command, ByteBuffer attr) {
    Content content = contents.get(attr.getInt(0));
    if (content == null || !kernel.isOpen(attr.getInt(0))) {
      return -9; // EBADF
    }
    return switch (command) {
      case MAP_LOOKUP_ELEM -> lookup(content, attr);
      case MAP_UPDATE_ELEM -> update(content, attr);
      case MAP_DELETE_ELEM -> content.elements.remove(key(content, attr)) == null ? -2 : 0;
      case MAP_GET_NEXT_KEY -> nextKey(content, attr);
      case MAP_FREEZE -> {
        content.frozen = true;
        yield 0;
      }
      default -> throw new IllegalArgumentException(command.name());
    };
  }

  private ByteBuffer key(Content content, ByteBuffer attr) {
    return ByteBuffer.wrap(kernel.read(attr.getLong(8), content.keySize));
  }

  private int lookup(Content content, ByteBuffer attr) {
    byte[] value = content.elements.get(key(content, attr));
    if (value == null) {
      return -Errno.ENOENT;
    }
    kernel.write(attr.getLong(16), value);
    return 0;
  }

  private int update(Content content, ByteBuffer attr) {
    if (content.frozen) {
      return -Errno.EPERM;
    }
    ByteBuffer key = key(content, attr);
    boolean exists = content.elements.containsKey(key);
    if (!exists && content.elements.size() >= content.maxEntries) {
      return -7; // E2BIG
    }
    content.elements.put(key, kernel.read(attr.getLong(16), content.valueSize));
    return 0;
  }

  private int nextKey(Content content, ByteBuffer attr) {
    List<ByteBuffer> keys = new ArrayList<>(content.elements.keySet());
    int next = attr.getLong(8) == 0 ? 0 : keys.indexOf(key(content, attr)) + 1;
    if (next >= keys.size()) {
      return -Errno.ENOENT;
    }
    kernel.write(attr.getLong(16), keys.get(next).array());
    return 0;
  }
}
