package io.bpf4j.btf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Merges the types of several compilation units into one set without duplicates. Types are one
 * where their structure is the same all the way down, recursive types too; a struct, union or enum
 * that one unit only declares is the one that another defines, unless definitions of that name
 * differ.
 *
 * <p>Variables and sections are never unified: what becomes of two variables of one name is a
 * question for a linker.
 */
public final class BtfMerger {
  /** How often declarations may turn out ambiguous before all that are left stay declarations. */
  private static final int ROUNDS = 16;

  private final List<BtfType> types = new ArrayList<>();
  // A declaration's definition, else the id itself.
  private final int[] definitions;
  private final Map<Tag, List<Integer>> definedAs = new HashMap<>();

  /** The name of a struct, union or enum: a space of its own each. */
  private record Tag(BtfType.Kind kind, String name) {}

  /**
   * What merging made.
   *
   * @param btf the types of all parts, in order of first occurrence
   * @param ids for each part, its old id to the new one; index 0 is void
   */
  public record Merged(Btf btf, List<int[]> ids) {}

  /**
   * Merges parts; of split BTF, the base's types are types of the part. One part is deduplicated.
   */
  public static Merged merge(List<Btf> parts) {
    return new BtfMerger(parts).merged(parts);
  }

  private BtfMerger(List<Btf> parts) {
    for (Btf part : parts) {
      int before = types.size();
      for (BtfType type : part.types()) {
        types.add(TypeReferences.replace(type, id -> id == 0 ? 0 : id + before));
      }
    }
    definitions = new int[types.size() + 1];
    Arrays.setAll(definitions, id -> id);
    for (int id = 1; id <= types.size(); id++) {
      Tag tag = tag(type(id));
      if (tag != null && !declares(type(id))) {
        definedAs.computeIfAbsent(tag, key -> new ArrayList<>()).add(id);
      }
    }
  }

  private BtfType type(int id) {
    return types.get(id - 1);
  }

  private static Tag tag(BtfType type) {
    BtfType.Kind kind =
        switch (type.kind()) {
          case STRUCT, UNION, ENUM -> type.kind();
          case ENUM64 -> BtfType.Kind.ENUM;
          case FWD -> ((BtfType.Fwd) type).union() ? BtfType.Kind.UNION : BtfType.Kind.STRUCT;
          default -> null;
        };
    return kind == null || type.name().isEmpty() ? null : new Tag(kind, type.name());
  }

  /** An enum without values is how compilers declare one. */
  private static boolean declares(BtfType type) {
    return type instanceof BtfType.Fwd
        || type instanceof BtfType.Enum e && e.values().isEmpty()
        || type instanceof BtfType.Enum64 e64 && e64.values().isEmpty();
  }

  private Merged merged(List<Btf> parts) {
    int[] classes = classes();
    int[] newIds = new int[types.size() + 1];
    int[] ofClass = new int[types.size() + 1];
    List<Integer> kept = new ArrayList<>();
    for (int id = 1; id <= types.size(); id++) {
      int definition = definitions[id];
      if (ofClass[classes[definition]] == 0) {
        // A declaration that comes first gives its definition its place.
        kept.add(definition);
        ofClass[classes[definition]] = kept.size();
      }
      newIds[id] = ofClass[classes[definition]];
    }
    List<BtfType> result = new ArrayList<>(kept.size());
    for (int id : kept) {
      result.add(TypeReferences.replace(type(id), old -> newIds[old]));
    }
    List<int[]> maps = new ArrayList<>();
    int before = 0;
    for (Btf part : parts) {
      int[] map = new int[part.count() + 1];
      System.arraycopy(newIds, before + 1, map, 1, part.count());
      maps.add(map);
      before += part.count();
    }
    return new Merged(Btf.of(result), maps);
  }

  /** Classes of equal types, under the most declarations that have one definition. */
  private int[] classes() {
    for (int id = 1; id <= types.size(); id++) {
      if (declares(type(id)) && tag(type(id)) != null) {
        definitions[id] = definedAs.getOrDefault(tag(type(id)), List.of(id)).get(0);
      }
    }
    int[] looks = looks();
    for (int round = 0; ; round++) {
      int[] classes = partition(looks);
      boolean ambiguous = false;
      for (int id = 1; id <= types.size(); id++) {
        if (definitions[id] != id && (round == ROUNDS || differ(tag(type(id)), classes))) {
          definitions[id] = id;
          ambiguous = true;
        }
      }
      if (!ambiguous) {
        return classes;
      }
    }
  }

  private boolean differ(Tag tag, int[] classes) {
    List<Integer> all = definedAs.get(tag);
    return all.stream().anyMatch(id -> classes[id] != classes[all.get(0)]);
  }

  /** Numbers from 1 on that are equal where types are, what they refer to left aside. */
  private int[] looks() {
    Map<Object, Integer> looks = new HashMap<>();
    int[] look = new int[types.size() + 1];
    for (int id = 1; id <= types.size(); id++) {
      BtfType type = type(id);
      boolean unique = type instanceof BtfType.Var || type instanceof BtfType.DataSec;
      Object key = unique ? Integer.valueOf(id) : TypeReferences.replace(type, ref -> 0);
      Integer known = looks.putIfAbsent(key, looks.size() + 1);
      look[id] = known == null ? looks.size() : known;
    }
    return look;
  }

  private int[] partition(int[] looks) {
    int[][] references = new int[types.size() + 1][];
    references[0] = new int[0];
    for (int id = 1; id <= types.size(); id++) {
      references[id] = references(type(id));
    }
    return new Partition(looks, references).refined();
  }

  private int[] references(BtfType type) {
    IntStream.Builder ids = IntStream.builder();
    TypeReferences.forEach(type, id -> ids.add(definitions[id]));
    return ids.build().toArray();
  }
}
