package io.bpf4j.elf.maps;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;

/**
 * Makes the map of a section of global variables, as libbpf does: an array with one value.
 * Constants may only be read by programs and are frozen; a section with a variable that is not
 * static can be mapped by user space.
 */
public final class VariableSection {
  private static final int KEY_BYTES = 4;

  private VariableSection() {}

  /** The map of a section; its value's type is the BTF_KIND_DATASEC of that name. */
  public static MapSpec map(Btf btf, String section, byte[] bytes) {
    boolean constants = isConstant(section);
    int type = btf.findId(BtfType.DataSec.class, section);
    int flags =
        (constants ? MapSpec.FLAG_READ_ONLY_PROGRAM : 0)
            | (hasVisibleVariable(btf, type) ? MapSpec.FLAG_MMAPABLE : 0);
    return new MapSpec(
        section,
        MapType.ARRAY,
        KEY_BYTES,
        bytes.length,
        1,
        flags,
        0,
        false,
        0,
        type,
        null,
        new MapSpec.Contents.GlobalData(bytes, constants));
  }

  /** Whether a section holds constants. */
  public static boolean isConstant(String section) {
    return section.startsWith(".rodata");
  }

  private static boolean hasVisibleVariable(Btf btf, int type) {
    if (type == 0) {
      return false;
    }
    return ((BtfType.DataSec) btf.type(type))
        .vars().stream()
            .anyMatch(
                v ->
                    btf.has(v.type())
                        && btf.type(v.type()) instanceof BtfType.Var var
                        && var.linkage() != BtfType.Linkage.STATIC);
  }
}
