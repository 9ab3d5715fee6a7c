package io.bpf4j.btf.dump;

import io.bpf4j.btf.Btf;
import java.util.Map;
import java.util.stream.IntStream;

/** Types as one JSON object, with the names that {@code bpftool -j btf dump} gives everything. */
public final class JsonDump {
  private final Btf btf;

  private JsonDump(Btf btf) {
    this.btf = btf;
  }

  /** A dump of types. */
  public static JsonDump of(Btf btf) {
    return new JsonDump(btf);
  }

  /** All types, one a line; of split BTF, those of its own. */
  public String text() {
    return text(IntStream.rangeClosed(btf.firstOwnId(), btf.count()).toArray());
  }

  /**
   * Some types, one a line.
   *
   * @throws IndexOutOfBoundsException where there is no such type
   */
  public String text(int... ids) {
    StringBuilder out = new StringBuilder("{\"types\":[");
    String separator = "\n";
    for (int id : ids) {
      Attributes attributes = Attributes.of(btf, id);
      out.append(separator).append("{\"id\":").append(id).append(",\"kind\":");
      out.append('"').append(btf.kind(id)).append("\",\"name\":");
      string(Attributes.name(btf.name(id)), out);
      attributes.values().forEach((name, value) -> field(name, value, out));
      if (!attributes.parts().isEmpty()) {
        out.append(",\"").append(attributes.parts()).append("\":[");
        String comma = "";
        for (Map<String, Object> part : attributes.list()) {
          StringBuilder one = new StringBuilder();
          part.forEach((name, value) -> part(name, value, one));
          out.append(comma).append('{').append(one.substring(1)).append('}');
          comma = ",";
        }
        out.append(']');
      }
      out.append('}');
      separator = ",\n";
    }
    return out.append("\n]}\n").toString();
  }

  private static void part(String name, Object value, StringBuilder out) {
    switch (name) {
      // Only the listing as text tells a section's variables by name.
      case "kind", "var" -> {}
      case "val" -> out.append(",\"val\":").append(value);
      default -> field(name, value, out);
    }
  }

  private static void field(String name, Object value, StringBuilder out) {
    out.append(",\"").append(name).append("\":");
    if (value instanceof Integer number) {
      out.append(number);
    } else {
      string(value.toString(), out);
    }
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c) || c == 0x7f) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
