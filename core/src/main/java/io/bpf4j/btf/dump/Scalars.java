package io.bpf4j.btf.dump;

import io.bpf4j.btf.BtfType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** How C spells integers and floating-point numbers on 64-bit machines. */
final class Scalars {
  private static final Set<String> WORDS =
      Set.of("char", "short", "int", "long", "signed", "unsigned", "_Bool", "__int128");

  private Scalars() {}

  /** The type's own name where that is C's for this size, else one that has size and sign. */
  static String integer(BtfType.Int type) {
    List<String> words = Arrays.asList(type.name().split(" "));
    if (WORDS.containsAll(words) && size(words) == type.size()) {
      return type.name();
    }
    boolean signed = type.encoding() == BtfType.IntEncoding.SIGNED;
    String sign = signed ? "" : "unsigned ";
    return switch (type.size()) {
      case 1 ->
          type.encoding() == BtfType.IntEncoding.BOOL
              ? "_Bool"
              : signed ? "signed char" : "unsigned char";
      case 2 -> sign + "short";
      case 4 -> sign + "int";
      case 8 -> sign + "long long";
      case 16 -> sign + "__int128";
      default -> bytes(type.size());
    };
  }

  private static int size(List<String> words) {
    if (words.contains("__int128")) {
      return 16;
    }
    if (words.contains("char") || words.contains("_Bool")) {
      return 1;
    }
    return words.contains("short") ? 2 : words.contains("long") ? 8 : 4;
  }

  static String floating(BtfType.Float type) {
    return switch (type.size()) {
      case 4 -> "float";
      case 8 -> "double";
      default -> bytes(type.size());
    };
  }

  /** What has a size that no number of C has everywhere. */
  private static String bytes(int size) {
    return "struct { unsigned char bytes[" + size + "]; }";
  }
}
