package io.bpf4j.benchmarks;

import io.bpf4j.elf.ObjectReader;
import io.bpf4j.object.ObjectSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The BPF objects of a file: it is one, or it is a program that carries some (libbpf skeletons).
 */
final class EmbeddedObjects {
  private static final int MAGIC = 0x7f454c46;
  private static final int HEADER = 64;
  private static final int EM_BPF = 247;

  private EmbeddedObjects() {}

  static List<ObjectSpec> read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer big = ByteBuffer.wrap(bytes);
    ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<ObjectSpec> objects = new ArrayList<>();
    for (int at = 0; at + HEADER <= bytes.length; at++) {
      if (big.getInt(at) != MAGIC || little.getShort(at + 18) != EM_BPF) {
        continue;
      }
      // Linkers write the section headers last.
      long end =
          little.getLong(at + 40) + (long) little.getShort(at + 58) * little.getShort(at + 60);
      if (end >= HEADER && end <= bytes.length - at) {
        byte[] object = Arrays.copyOfRange(bytes, at, (int) (at + end));
        objects.add(ObjectReader.read(object, file.getFileName().toString()));
      }
    }
    return objects;
  }
}
