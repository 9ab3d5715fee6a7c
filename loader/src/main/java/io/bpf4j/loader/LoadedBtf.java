package io.bpf4j.loader;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfEncoder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An object's types in the kernel, with the strings of its programs' source lines. Closing it does
 * not harm what was created with it.
 */
final class LoadedBtf implements AutoCloseable {
  /** What to load where there are lines but no types: the kernel refuses BTF without any. */
  private static final Btf LEAST =
      Btf.of(List.of(new BtfType.Int("int", 4, BtfType.IntEncoding.SIGNED, 0, 32)));

  private final BtfEncoder encoder;
  private final Descriptor descriptor;

  private LoadedBtf(BtfEncoder encoder, Descriptor descriptor) {
    this.encoder = encoder;
    this.descriptor = descriptor;
  }

  /** Whether an object has anything that the kernel could be told: types, or source lines. */
  static boolean isFor(ObjectSpec object) {
    return !object.btf().types().isEmpty()
        || object.programs().stream().anyMatch(program -> !program.code().lines().isEmpty());
  }

  static LoadedBtf load(Kernel kernel, ObjectSpec object) {
    Btf btf = object.btf().types().isEmpty() ? LEAST : object.btf();
    BtfEncoder encoder = new BtfEncoder(btf);
    for (ProgramSpec program : object.programs()) {
      for (Code.LineEntry entry : program.code().lines()) {
        encoder.string(entry.line().file());
        encoder.string(entry.line().text());
      }
    }
    byte[] bytes = encoder.encode(ByteOrder.nativeOrder());
    String what = "BTF of " + object.name();
    return new LoadedBtf(encoder, BtfLoading.load(kernel, bytes, what));
  }

  int descriptor() {
    return descriptor.number();
  }

  int fileOffset(SourceLine line) {
    return encoder.string(line.file());
  }

  int textOffset(SourceLine line) {
    return encoder.string(line.text());
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
