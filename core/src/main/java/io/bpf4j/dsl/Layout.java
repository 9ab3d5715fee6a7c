package io.bpf4j.dsl;

import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A struct's layout: its one definition gives the offsets, the size, the BTF type and the typed
 * fields. Fields follow each other as in C; where C would pad silently, the padding must be said.
 *
 * <pre>{@code
 * public final class Udp {
 *   private static final Layout.Builder<Udp> STRUCT = Layout.struct("udphdr");
 *   public static final Field<Udp, Be16> SOURCE = STRUCT.field("source", BE16);
 *   ...
 *   public static final Layout<Udp> LAYOUT = STRUCT.build();
 * }
 * }</pre>
 *
 * @param <L> a class that stands for the struct; usually the one that holds the definition
 */
public final class Layout<L> {
  private final String name;
  private final int size;
  private final List<ToMember> members;

  private interface ToMember {
    Member in(BtfBuilder btf);
  }

  private Layout(String name, int size, List<ToMember> members) {
    this.name = name;
    this.size = size;
    this.members = List.copyOf(members);
  }

  /** Begins the definition of a struct with a name; not null. */
  public static <L> Builder<L> struct(String name) {
    return new Builder<>(name);
  }

  /** The struct's name; never null. */
  public String name() {
    return name;
  }

  /** In bytes. */
  public int size() {
    return size;
  }

  /** Adds the struct to BTF. */
  int btfType(BtfBuilder btf) {
    return btf.struct(name, size, members.stream().map(member -> member.in(btf)).toList());
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * A definition under way. Not thread-safe.
   *
   * @param <L> as for the layout
   */
  public static final class Builder<L> {
    private final String name;
    private final List<ToMember> members = new ArrayList<>();
    private int end;
    private int openBits;
    private int alignment = 1;

    private Builder(String name) {
      this.name = Identifiers.require("a struct", name);
    }

    /**
     * The next member.
     *
     * @throws io.bpf4j.AssemblyException where C would put padding before it
     */
    public <T extends Scalar<T>> Field<L, T> field(String field, Type<T> type) {
      int offset = take(field, type, type.bytes());
      member(field, btf -> BtfTypes.of(type, btf), offset * 8, 0);
      return new Field<>(name, field, type, offset, 0, type.bits());
    }

    /** The next member, an array. */
    public <T extends Scalar<T>> ArrayField<L, T> array(String field, Type<T> type, int length) {
      int offset = take(field, type, length * type.bytes());
      member(field, btf -> btf.array(BtfTypes.of(type, btf), length), offset * 8, 0);
      return new ArrayField<>(name, field, type, offset, length);
    }

    /**
     * The next bits of an unsigned member, the least significant first; several that follow each
     * other and fill the type share it.
     */
    public <T extends Scalar<T>> Field<L, T> bits(String field, Type<T> type, int bits) {
      if (type.isSigned() || type.isBigEndian() || bits < 1 || openBits + bits > type.bits()) {
        throw Source.error(
            name
                + "."
                + field
                + ": a bit field is of 1.."
                + (type.bits() - openBits)
                + " bits of an unsigned type here");
      }
      int first = openBits;
      int offset = first == 0 ? take(field, type, type.bytes()) : end - type.bytes();
      openBits = (first + bits) % type.bits();
      member(field, btf -> BtfTypes.of(type, btf), offset * 8 + first, bits);
      return new Field<>(name, field, type, offset, first, bits);
    }

    /** Bytes that mean nothing. */
    public Builder<L> padding(int bytes) {
      requireNoOpenBits("padding");
      end += bytes;
      return this;
    }

    /**
     * The layout.
     *
     * @throws io.bpf4j.AssemblyException where C would put padding at the end
     */
    public Layout<L> build() {
      requireNoOpenBits("the end");
      int missing = Math.floorMod(-end, alignment);
      if (missing != 0) {
        throw Source.error(name + " needs padding(" + missing + ") at its end");
      }
      return new Layout<>(name, end, members);
    }

    private int take(String field, Type<?> type, int bytes) {
      requireNoOpenBits(field);
      int missing = Math.floorMod(-end, type.bytes());
      if (missing != 0) {
        throw Source.error(name + "." + field + " needs padding(" + missing + ") before it");
      }
      alignment = Math.max(alignment, type.bytes());
      int offset = end;
      end += bytes;
      return offset;
    }

    private void requireNoOpenBits(String what) {
      if (openBits != 0) {
        throw Source.error(name + ": the bit fields before " + what + " do not fill their type");
      }
    }

    private void member(String field, ToIntFunction<BtfBuilder> type, int bitOffset, int bits) {
      Identifiers.require("a field", field);
      members.add(btf -> new Member(field, type.applyAsInt(btf), bitOffset, bits));
    }
  }
}
