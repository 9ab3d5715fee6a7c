package io.bpf4j.spec.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.elf.ObjectReader;
import io.bpf4j.link.MinimalBtf;
import io.bpf4j.object.ObjectSpec;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command: writes the part of a kernel's BTF that the C cases need, whoever compiles them, which
 * is kept in the test resources. Arguments: the BTF of a kernel, and the file to write.
 */
final class KernelParts {
  private KernelParts() {}

  public static void main(String[] arguments) throws Exception {
    Btf kernel = Btf.decode(Files.readAllBytes(Path.of(arguments[0])));
    Path directory = Files.createTempDirectory("cases");
    List<ObjectSpec> objects = new ArrayList<>();
    for (String compiler : CoreCases.compilers()) {
      for (Path file : CoreCases.compile(directory, compiler, "v3")) {
        objects.add(ObjectReader.read(file));
      }
    }
    Files.write(
        Path.of(arguments[1]), MinimalBtf.of(kernel, objects).encode(ByteOrder.LITTLE_ENDIAN));
  }
}
