package io.bpf4j.isa;

import java.util.Objects;

/** What a 64-bit immediate is (RFC 9669, section 5.4): a number, or a typed reference. */
public sealed interface Imm64 {
  /**
   * A plain number.
   *
   * @param value all 64 bits
   */
  record Number(long value) implements Imm64 {}

  /**
   * A map, by its name in the object.
   *
   * @param map the map's name; not null
   */
  record MapReference(String map) implements Imm64 {
    public MapReference {
      Objects.requireNonNull(map, "map");
    }
  }

  /**
   * The address of a byte in a map's only value: a global variable.
   *
   * @param map the map's name, such as {@code ".rodata"}; not null
   * @param offset byte offset in the value
   */
  record MapValueReference(String map, int offset) implements Imm64 {
    public MapValueReference {
      Objects.requireNonNull(map, "map");
    }
  }

  /**
   * A subprogram's address, by name: before linking.
   *
   * @param subprogram its name; not null
   */
  record SubprogramAddress(String subprogram) implements Imm64 {
    public SubprogramAddress {
      Objects.requireNonNull(subprogram, "subprogram");
    }
  }

  /**
   * A subprogram's address, by distance: within the same code (BPF_PSEUDO_FUNC).
   *
   * @param offset slots from the instruction after this one's first slot
   */
  record LocalFunction(int offset) implements Imm64 {}

  /**
   * A kernel variable or function, by name.
   *
   * @param symbol its name; not null
   */
  record KernelSymbol(String symbol) implements Imm64 {
    public KernelSymbol {
      Objects.requireNonNull(symbol, "symbol");
    }
  }

  /**
   * A pseudo source whose reference is not known, kept as it was read: RFC 9669, table 12, sources
   * 1 to 6 but for 4.
   *
   * @param source the source register field
   * @param low the first slot's immediate
   * @param high the second slot's immediate
   */
  record Unresolved(int source, int low, int high) implements Imm64 {
    public Unresolved {
      if (source < 1 || source > 6 || source == 4) {
        throw new IllegalArgumentException("no pseudo source " + source);
      }
    }
  }
}
