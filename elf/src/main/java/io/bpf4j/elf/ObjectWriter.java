package io.bpf4j.elf;

import io.bpf4j.elf.writing.Completion;
import io.bpf4j.elf.writing.ObjectLayout;
import io.bpf4j.object.ObjectSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes BPF objects as libbpf, bpftool, cilium/ebpf and aya load them: program sections, license,
 * BTF-defined maps, variables, relocations, .BTF, and .BTF.ext with function and line info. The
 * same object gives the same bytes.
 */
public final class ObjectWriter {
  private ObjectWriter() {}

  /**
   * The object in the form in which a file holds it; {@link ObjectReader} reads exactly this from
   * what {@link #write(ObjectSpec)} wrote. Programs of a section stand side by side, maps stand
   * before variables, and BTF has a type for every function, map and kernel symbol: where the
   * object has none, a plain one is made. What {@link ObjectSpec#unmodelled} names is not written,
   * but for the types of configuration values. Completing twice changes nothing.
   *
   * @throws io.bpf4j.LinkException where a file cannot hold the object: it is linked already, a
   *     section's name contradicts what is in it, a symbol is missing or there twice
   */
  public static ObjectSpec complete(ObjectSpec object) {
    return Completion.complete(object);
  }

  /**
   * The bytes of an ELF file in the object's byte order.
   *
   * @throws io.bpf4j.LinkException where a file cannot hold the object, as for {@link #complete}
   */
  public static byte[] write(ObjectSpec object) {
    return ObjectLayout.write(complete(object));
  }

  /**
   * Writes a file: to a new one beside it, which then takes its place. So there is never half a
   * file of that name.
   *
   * @throws io.bpf4j.LinkException where a file cannot hold the object, as for {@link #complete}
   * @throws IOException where the file cannot be written
   */
  public static void write(ObjectSpec object, Path path) throws IOException {
    byte[] bytes = write(object);
    Path unfinished = path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID());
    try {
      Files.write(unfinished, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
