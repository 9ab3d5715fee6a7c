package io.bpf4j.vm;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The fields of a map's value that are the kernel's: updates leave them as they are and Java code
 * reads zeros there. Their structures' names and sizes are those of uapi/linux/bpf.h.
 *
 * @param offsets where each begins, ascending
 * @param sizes how many bytes each has
 * @param lock offset of the bpf_spin_lock, -1 for none
 * @param timer offset of the bpf_timer, -1 for none
 */
record SpecialFields(int[] offsets, int[] sizes, int lock, int timer) {
  static final SpecialFields NONE = new SpecialFields(new int[0], new int[0], -1, -1);
  static final int TIMER_SIZE = 16;

  private record Field(String name, int offset, int size) {}

  /** The fields of a value's type; none where the map names no type. */
  static SpecialFields of(Btf btf, int type) {
    List<Field> found = new ArrayList<>();
    if (type != 0) {
      collect(btf, type, 0, found);
    }
    if (found.isEmpty()) {
      return NONE;
    }
    found.sort(Comparator.comparingInt(Field::offset));
    return new SpecialFields(
        found.stream().mapToInt(Field::offset).toArray(),
        found.stream().mapToInt(Field::size).toArray(),
        offset(found, "bpf_spin_lock"),
        offset(found, "bpf_timer"));
  }

  private static int offset(List<Field> fields, String name) {
    return fields.stream()
        .filter(f -> f.name.equals(name))
        .mapToInt(Field::offset)
        .findFirst()
        .orElse(-1);
  }

  private static void collect(Btf btf, int type, int offset, List<Field> found) {
    int id = btf.resolve(type);
    if (!btf.has(id) || !(btf.type(id) instanceof BtfType.Struct struct) || struct.union()) {
      return;
    }
    if (isSpecial(struct.name())) {
      found.add(new Field(struct.name(), offset, struct.size()));
      return;
    }
    for (BtfType.Member member : struct.members()) {
      collect(btf, member.type(), offset + member.bitOffset() / 8, found);
    }
  }

  private static boolean isSpecial(String name) {
    return switch (name) {
      case "bpf_spin_lock",
          "bpf_res_spin_lock",
          "bpf_timer",
          "bpf_wq",
          "bpf_task_work",
          "bpf_list_head",
          "bpf_list_node",
          "bpf_rb_root",
          "bpf_rb_node",
          "bpf_refcount" ->
          true;
      default -> false;
    };
  }

  boolean isEmpty() {
    return offsets.length == 0;
  }

  /** Copies a value without these fields. */
  void copy(byte[] from, int fromOffset, byte[] to, int toOffset, int size) {
    int done = 0;
    for (int i = 0; i < offsets.length; i++) {
      System.arraycopy(from, fromOffset + done, to, toOffset + done, offsets[i] - done);
      done = offsets[i] + sizes[i];
    }
    System.arraycopy(from, fromOffset + done, to, toOffset + done, size - done);
  }

  /** Sets these fields of a value to zero. */
  void clear(byte[] value, int offset) {
    for (int i = 0; i < offsets.length; i++) {
      int start = offset + offsets[i];
      Arrays.fill(value, start, start + sizes[i], (byte) 0);
    }
  }
}
