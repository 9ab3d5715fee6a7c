package io.bpf4j.elf;

import io.bpf4j.MalformedException;
import io.bpf4j.elf.reading.ObjectFile;
import io.bpf4j.object.ObjectSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads BPF objects: what clang, this library's {@link ObjectWriter} and other compilers write.
 *
 * <p>Programs and subprograms are the FUNC symbols of the code sections; relocations become typed
 * references. What depends on a kernel (CO-RE, kfunc ids, map descriptors) stays as it is. Valid
 * parts that the model does not carry are named in {@link ObjectSpec#unmodelled}.
 */
public final class ObjectReader {
  /** Larger files are refused before they are read. */
  public static final int MAX_BYTES = 256 << 20;

  private ObjectReader() {}

  /**
   * Reads an object.
   *
   * @param bytes the file; not changed
   * @param name the object's name
   * @throws MalformedException where the bytes are no well-formed BPF object
   */
  public static ObjectSpec read(byte[] bytes, String name) {
    return ObjectFile.read(bytes, name);
  }

  /**
   * Reads an object from a file; it is named after the file, up to the first dot.
   *
   * @throws IOException where the file cannot be read
   * @throws MalformedException where it is no well-formed BPF object
   */
  public static ObjectSpec read(Path path) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException(
          "ELF header", -1, "the file is larger than " + MAX_BYTES + " bytes");
    }
    return read(bytes, nameOf(path));
  }

  private static String nameOf(Path path) {
    Path last = path.getFileName();
    String file = last == null ? "" : last.toString();
    int dot = file.indexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
