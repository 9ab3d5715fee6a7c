package io.bpf4j.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The types that a {@link Btf} has itself, by index from 0: records, or bytes of a section. */
sealed interface TypeTable permits EncodedTypes, TypeTable.Listed {
  int count();

  BtfType type(int index);

  BtfType.Kind kind(int index);

  String name(int index);

  boolean anonymous(int index);

  /** {@link NameIndex#hash} of the name. */
  int nameHash(int index);

  /** Whether the name's UTF-8 is this. */
  boolean named(int index, byte[] utf8);

  /** Types given as records. */
  record Listed(List<BtfType> types) implements TypeTable {
    @Override
    public int count() {
      return types.size();
    }

    @Override
    public BtfType type(int index) {
      return types.get(index);
    }

    @Override
    public BtfType.Kind kind(int index) {
      return type(index).kind();
    }

    @Override
    public String name(int index) {
      return type(index).name();
    }

    @Override
    public boolean anonymous(int index) {
      return name(index).isEmpty();
    }

    @Override
    public int nameHash(int index) {
      return NameIndex.hash(utf8(index));
    }

    @Override
    public boolean named(int index, byte[] utf8) {
      return Arrays.equals(utf8(index), utf8);
    }

    private byte[] utf8(int index) {
      return name(index).getBytes(StandardCharsets.UTF_8);
    }
  }
}
