package io.bpf4j.kernel;

import java.util.List;
import java.util.Objects;

/**
 * What a helper takes and gives, as the kernel's verifier checks it.
 *
 * <p>Registers from R1 to R5 that have no argument here are not looked at: they may be unset.
 *
 * @param id its number ({@code enum bpf_func_id})
 * @param name its name without the prefix, such as {@code "map_lookup_elem"}; not null
 * @param returns what R0 holds afterwards; not null
 * @param arguments R1 and on, at most five; not null
 * @param gplOnly only for programs under a GPL-compatible licence
 * @param changesPacketData packet pointers are invalid after the call
 * @param takesPacketMemory memory arguments may lie in the packet; elsewhere the kernel says
 *     "helper access to the packet is not allowed"
 * @param maySleep only for programs that may sleep
 * @param acquires the returned object (or the dynptr) must be released on every path
 * @param releases an argument's object is released
 */
public record HelperPrototype(
    int id,
    String name,
    ReturnKind returns,
    List<Argument> arguments,
    boolean gplOnly,
    boolean changesPacketData,
    boolean takesPacketMemory,
    boolean maySleep,
    boolean acquires,
    boolean releases) {
  public HelperPrototype {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(returns, "returns");
    arguments = List.copyOf(arguments);
    if (arguments.size() > 5) {
      throw new IllegalArgumentException(name + " has " + arguments.size() + " arguments");
    }
  }

  /** The name in C, such as {@code "bpf_map_lookup_elem"}. */
  public String cName() {
    return "bpf_" + name;
  }
}
