package io.bpf4j.dsl;

import java.util.Objects;
import java.util.regex.Pattern;

/** The names that the kernel takes for what is in BTF (kernel: btf_name_valid_identifier). */
final class Identifiers {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Identifiers() {}

  /**
   * The name, which is one that C would take.
   *
   * @param what it names, for the message
   */
  static String require(String what, String name) {
    Objects.requireNonNull(name, "name");
    if (!IDENTIFIER.matcher(name).matches()) {
      throw Source.error(
          "\"" + name + "\" is no name for " + what + ": letters, digits and _, no digit first");
    }
    return name;
  }
}
