package io.bpf4j.btf.dump;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.Layouts;
import io.bpf4j.btf.StructLayout;
import io.bpf4j.btf.StructLayout.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What stands between the braces of a struct or union, with the padding that makes a C compiler lay
 * it out as BTF says: it knows no alignment that an attribute raised.
 */
final class StructBody {
  private static final int BYTE_BITS = 8;
  // More padding than this is an array, not a list of unnamed bit fields.
  private static final int MAX_UNNAMED_BITS = 64 * BYTE_BITS;
  private static final int[] UNITS = {8, 16, 32, 64};
  private static final String[] UNIT_NAMES = {"char", "short", "int", "long"};

  private final Btf btf;
  private final CTypes types;
  private final Layouts layouts;

  StructBody(Btf btf, CTypes types, Layouts layouts) {
    this.btf = btf;
    this.types = types;
    this.layouts = layouts;
  }

  /** From the opening brace on; names of members are unique in {@code scope}. */
  String text(int id, int level, Set<String> scope) {
    StructLayout layout = layouts.layout(id);
    StringBuilder body = new StringBuilder("{\n");
    boolean union = ((BtfType.Struct) btf.type(id)).union();
    if (union) {
      union(id, layout, level + 1, scope, body);
    } else {
      struct(id, layout, level + 1, scope, body);
    }
    body.append("\t".repeat(level)).append('}');
    if (layout.packed()) {
      body.append(" __attribute__((packed))");
    }
    return types.spend(body.toString());
  }

  private void union(
      int id, StructLayout layout, int level, Set<String> scope, StringBuilder body) {
    long end = 0;
    for (Field field : layout.fields()) {
      if (field.bitOffset() != 0) {
        throw CTypes.malformed(id, "member \"" + field.name() + "\" is not at the union's begin");
      }
      field(field, level, scope, body);
      end = Math.max(end, field.bitEnd());
    }
    if (roundUp(end, (long) layout.alignment() * BYTE_BITS) < (long) layout.size() * BYTE_BITS) {
      array(layout.size(), level, scope, body);
    }
  }

  private void struct(
      int id, StructLayout layout, int level, Set<String> scope, StringBuilder body) {
    long end = 0;
    for (Field field : inOrder(layout.fields())) {
      if (field.bitOffset() < end) {
        throw CTypes.malformed(id, "member \"" + field.name() + "\" overlaps the one before it");
      }
      if (natural(layout, field, end) != field.bitOffset()) {
        pad(end, field.bitOffset(), level, scope, body);
      }
      field(field, level, scope, body);
      end = field.bitEnd();
    }
    long size = (long) layout.size() * BYTE_BITS;
    if (roundUp(end, (long) layout.alignment() * BYTE_BITS) != size) {
      pad(end, size, level, scope, body);
    }
  }

  /** By offset: other languages than C order memory and members differently. */
  private static List<Field> inOrder(List<Field> fields) {
    List<Field> sorted = new ArrayList<>(fields);
    sorted.sort(Comparator.comparingLong(Field::bitOffset));
    return sorted;
  }

  /** Where a C compiler puts a field that follows what ends at {@code end}. */
  private long natural(StructLayout layout, Field field, long end) {
    if (field.bitField()) {
      long unit = btf.sizeOf(field.type()) * BYTE_BITS;
      boolean crosses = end % unit + field.bits() > unit;
      return crosses && !layout.packed() ? roundUp(end, unit) : end;
    }
    int alignment = layout.packed() ? 1 : layouts.alignment(field.type());
    return roundUp(end, (long) alignment * BYTE_BITS);
  }

  private static long roundUp(long bits, long unit) {
    return (bits + unit - 1) / unit * unit;
  }

  private void field(Field field, int level, Set<String> scope, StringBuilder body) {
    body.append("\t".repeat(level));
    if (field.name().isEmpty() && isAnonymous(field)) {
      body.append(types.declare(field.type(), "", level, scope));
    } else {
      String name = CNames.unique(scope, field.name().isEmpty() ? "__unnamed" : field.name());
      body.append(types.declare(field.type(), name, level));
    }
    if (field.bitField()) {
      body.append(": ").append(field.bits());
    }
    body.append(";\n");
  }

  private boolean isAnonymous(Field field) {
    return btf.type(types.unqualified(field.type())) instanceof BtfType.Struct struct
        && struct.name().isEmpty();
  }

  /**
   * Fills bits with unnamed bit fields, none of which crosses a unit of its type, so that each lies
   * where the one before it ends; they do not align the struct.
   */
  private void pad(long from, long to, int level, Set<String> scope, StringBuilder body) {
    long at = from;
    while (at < to) {
      if (at % BYTE_BITS == 0 && to - at > MAX_UNNAMED_BITS && to % BYTE_BITS == 0) {
        array((to - at) / BYTE_BITS, level, scope, body);
        return;
      }
      int unit = unit(at, to);
      long bits = Math.min(to - at, UNITS[unit] - at % UNITS[unit]);
      body.append("\t".repeat(level)).append(UNIT_NAMES[unit]).append(": ").append(bits);
      body.append(";\n");
      at += bits;
    }
  }

  /** The smallest unit that holds all that is missing, else the greatest that begins here. */
  private static int unit(long at, long to) {
    for (int i = 0; i < UNITS.length; i++) {
      if (at % UNITS[i] + to - at <= UNITS[i]) {
        return i;
      }
    }
    int unit = UNITS.length - 1;
    while (unit > 0 && at % UNITS[unit] != 0) {
      unit--;
    }
    return unit;
  }

  private static void array(long bytes, int level, Set<String> scope, StringBuilder body) {
    String name = CNames.unique(scope, "__padding");
    body.append("\t".repeat(level)).append("unsigned char ").append(name);
    body.append('[').append(bytes).append("];\n");
  }
}
