package io.bpf4j.btf.dump;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * C identifiers for what BTF names: unique in their name space, as libbpf makes them so
 * ("foo___2"), and no keywords. Tags of structs, unions and enums share a space; typedefs and enum
 * values another.
 */
final class CNames {
  private static final Set<String> KEYWORDS =
      Set.of(
          "auto break case char const continue default do double else enum extern float for goto if"
              .concat(" inline int long register restrict return short signed sizeof static struct")
              .concat(
                  " switch typedef union unsigned void volatile while _Alignas _Alignof _Atomic")
              .concat(" _Bool _Complex _Float16 _Generic _Imaginary _Noreturn _Static_assert")
              .concat(" _Thread_local asm typeof __int128 __asm__ __attribute__ __typeof__")
              .split(" "));

  private final Btf btf;
  private final Set<String> tags = new HashSet<>();
  private final Set<String> ordinary = new HashSet<>();
  private final Map<Integer, String> byId = new HashMap<>();

  CNames(Btf btf) {
    this.btf = btf;
  }

  /** The tag of a struct, union, enum or declaration, without the keyword before it. */
  String tag(int id) {
    return byId.computeIfAbsent(declared(id), tagged -> unique(tags, btf.name(tagged)));
  }

  /** The first type that has the tag of a declaration; any other type itself. */
  int declared(int id) {
    if (!(btf.type(id) instanceof BtfType.Fwd fwd) || fwd.name().isEmpty()) {
      return id;
    }
    int definition = btf.findId(fwd.union() ? Kind.UNION : Kind.STRUCT, fwd.name());
    if (definition != 0) {
      return definition;
    }
    for (int other : btf.ids(fwd.name())) {
      if (btf.type(other).equals(fwd)) {
        return other;
      }
    }
    return id;
  }

  String typedef(int id) {
    return byId.computeIfAbsent(id, named -> unique(ordinary, btf.name(named)));
  }

  /** A name for an enum's value, one more each time. */
  String value(String name) {
    return unique(ordinary, name);
  }

  /** A name that {@code taken} does not hold yet, and then does. */
  static String unique(Set<String> taken, String name) {
    String base = identifier(name);
    String candidate = base;
    for (int n = 2; !taken.add(candidate); n++) {
      candidate = base + "___" + n;
    }
    return candidate;
  }

  /** The name with what C does not allow in it replaced by underscores. */
  static String identifier(String name) {
    StringBuilder legal = new StringBuilder(name.length() + 1);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
      boolean digit = c >= '0' && c <= '9';
      if (digit && i == 0) {
        legal.append('_');
      }
      legal.append(letter || digit ? c : '_');
    }
    if (legal.isEmpty()) {
      return "__anonymous";
    }
    // A va_list of the compiler's may be another than that of the machine that BTF tells of.
    boolean taken = KEYWORDS.contains(legal.toString()) || legal.indexOf("__builtin_") == 0;
    return taken ? legal.append('_').toString() : legal.toString();
  }
}
