package io.bpf4j.btf.dump;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType.Kind;
import java.util.Map;

/** Types one by one, as {@code bpftool btf dump} prints them: {@code [1] INT 'int' size=4 …}. */
public final class RawDump {
  private final Btf btf;

  private RawDump(Btf btf) {
    this.btf = btf;
  }

  /** A dump of types. */
  public static RawDump of(Btf btf) {
    return new RawDump(btf);
  }

  /** All types, a line each and one more for each part; of split BTF, those of its own. */
  public String text() {
    StringBuilder out = new StringBuilder();
    for (int id = btf.firstOwnId(); id <= btf.count(); id++) {
      append(id, out);
    }
    return out.toString();
  }

  /**
   * Some types.
   *
   * @throws IndexOutOfBoundsException where there is no such type
   */
  public String text(int... ids) {
    StringBuilder out = new StringBuilder();
    for (int id : ids) {
      append(id, out);
    }
    return out.toString();
  }

  private void append(int id, StringBuilder out) {
    Kind kind = btf.kind(id);
    out.append('[').append(id).append("] ").append(kind).append(" '");
    out.append(Attributes.name(btf.name(id))).append('\'');
    Attributes attributes = Attributes.of(btf, id);
    String separator = " ";
    for (Map.Entry<String, Object> value : attributes.values().entrySet()) {
      out.append(separator).append(value.getKey()).append('=').append(value.getValue());
      separator = kind == Kind.VAR ? ", " : " ";
    }
    for (Map<String, Object> part : attributes.list()) {
      out.append("\n\t");
      part(kind, part, out);
    }
    out.append('\n');
  }

  private static void part(Kind kind, Map<String, Object> part, StringBuilder out) {
    String separator = "";
    for (Map.Entry<String, Object> value : part.entrySet()) {
      out.append(separator);
      separator = " ";
      switch (value.getKey()) {
        case "name" -> out.append('\'').append(value.getValue()).append('\'');
        case "kind" -> out.append('(').append(value.getValue());
        case "var" -> out.append('\'').append(value.getValue()).append("')");
        default -> out.append(value.getKey()).append('=').append(value.getValue());
      }
    }
    if (kind == Kind.ENUM64) {
      boolean negative = part.get("val").toString().startsWith("-");
      out.append(negative ? "LL" : "ULL");
    }
  }
}
