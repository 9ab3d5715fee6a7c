package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A path as C writes it, such as {@code "se.load.weight"} or {@code "comm[3]"}, to indices. */
public final class PathReader {
  private static final Pattern STEP =
      Pattern.compile("\\G(?:(?:^|\\.)([A-Za-z_][A-Za-z_0-9]*)|\\[([0-9]{1,9})])");

  private final Btf btf;
  private final String path;
  private final List<Integer> indices = new ArrayList<>(List.of(0));

  private PathReader(Btf btf, String path) {
    this.btf = btf;
    this.path = path;
  }

  /**
   * The access string of a path from a type.
   *
   * @throws IllegalArgumentException where the type has no such path
   */
  public static String accessString(Btf btf, int type, String path) {
    return new PathReader(btf, path).read(type);
  }

  /**
   * The access string of an enumerator.
   *
   * @throws IllegalArgumentException where the type is no enum, or has none of the name
   */
  public static String enumerator(Btf btf, int type, String name) {
    BtfType resolved = Types.type(btf, btf.resolve(type));
    List<String> names =
        Types.isEnum(resolved)
            ? Types.values(resolved).stream().map(BtfType.EnumValue::name).toList()
            : List.of();
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          AccessSpec.typeName(btf, type) + " has no enumerator " + name + ", only " + names);
    }
    return Integer.toString(names.indexOf(name));
  }

  private String read(int root) {
    Matcher steps = STEP.matcher(path);
    int type = btf.resolve(root);
    int end = 0;
    for (; steps.find(); end = steps.end()) {
      type =
          steps.group(1) != null
              ? member(type, steps.group(1))
              : element(type, Integer.parseInt(steps.group(2)));
    }
    if (end < path.length()) {
      throw new IllegalArgumentException("not a path of C: " + path);
    }
    return indices.stream().map(String::valueOf).collect(Collectors.joining(":"));
  }

  private int member(int type, String name) {
    List<Integer> found =
        find(type, name, 0)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        AccessSpec.typeName(btf, type) + " has no member " + name + ": " + path));
    int at = type;
    for (int index : found) {
      at = btf.resolve(((BtfType.Struct) btf.type(at)).members().get(index).type());
    }
    indices.addAll(found);
    return at;
  }

  /** The way to a member, through anonymous ones. */
  private Optional<List<Integer>> find(int type, String name, int depth) {
    if (depth > AccessSpec.MAX_LENGTH
        || !(Types.type(btf, type) instanceof BtfType.Struct struct)) {
      return Optional.empty();
    }
    for (int i = 0; i < struct.members().size(); i++) {
      BtfType.Member member = struct.members().get(i);
      if (member.name().equals(name)) {
        return Optional.of(List.of(i));
      }
      if (member.name().isEmpty()) {
        Optional<List<Integer>> inside = find(btf.resolve(member.type()), name, depth + 1);
        if (inside.isPresent()) {
          List<Integer> way = new ArrayList<>(List.of(i));
          way.addAll(inside.get());
          return Optional.of(way);
        }
      }
    }
    return Optional.empty();
  }

  private int element(int type, int index) {
    if (!(Types.type(btf, type) instanceof BtfType.Array array)) {
      throw new IllegalArgumentException(AccessSpec.typeName(btf, type) + " is no array: " + path);
    }
    indices.add(index);
    return btf.resolve(array.element());
  }
}
