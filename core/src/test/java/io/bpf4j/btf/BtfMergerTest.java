package io.bpf4j.btf;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.btf.BtfMerger.Merged;
import io.bpf4j.btf.BtfType.Kind;
import io.bpf4j.btf.BtfType.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BtfMergerTest {
  /** A struct that refers to itself and to one that this unit defines, or only declares. */
  private static Btf unit(boolean defines, String member) {
    BtfBuilder unit = new BtfBuilder();
    int node = unit.reserve();
    int other =
        defines
            ? unit.struct("other", 8, List.of(new Member(member, unit.u64(), 0, 0)))
            : unit.add(new BtfType.Fwd("other", false));
    List<Member> members =
        List.of(
            new Member("next", unit.pointer(node), 0, 0),
            new Member("other", unit.pointer(other), 64, 0));
    unit.define(node, new BtfType.Struct("node", false, 16, members));
    return unit.build();
  }

  @Test
  void aDeclarationIsWhatAnotherUnitDefines() {
    Btf declares = unit(false, "");
    Btf defines = unit(true, "value");
    Merged merged = BtfMerger.merge(List.of(declares, defines));
    assertThat(merged.btf().count()).as("as many as the unit with the definition has").isEqualTo(5);
    assertThat(merged.btf().ids("node")).hasSize(1);
    assertThat(merged.btf().find(BtfType.Fwd.class, "other")).isEmpty();
    int other = merged.btf().findId(Kind.STRUCT, "other");
    assertThat(merged.ids().get(0)[declares.findId(Kind.FWD, "other")]).isEqualTo(other);
    assertThat(merged.ids().get(1)[defines.findId(Kind.STRUCT, "other")]).isEqualTo(other);
  }

  @Test
  void anAmbiguousDeclarationStaysOne() {
    Merged merged =
        BtfMerger.merge(List.of(unit(false, ""), unit(true, "value"), unit(true, "number")));
    assertThat(merged.btf().ids("node")).hasSize(3);
    assertThat(merged.btf().ids("other")).hasSize(3);
    assertThat(merged.btf().find(BtfType.Fwd.class, "other")).isPresent();
  }

  @Test
  void anEnumWithoutValuesIsADeclaration() {
    BtfBuilder declares = new BtfBuilder();
    declares.pointer(declares.add(new BtfType.Enum("color", 4, false, List.of())));
    BtfBuilder defines = new BtfBuilder();
    List<BtfType.EnumValue> red = List.of(new BtfType.EnumValue("RED", 1));
    defines.pointer(defines.add(new BtfType.Enum("color", 4, false, red)));
    Btf merged = BtfMerger.merge(List.of(declares.build(), defines.build())).btf();
    assertThat(merged).isEqualTo(defines.build());
  }

  @Test
  void variablesStayApart() {
    BtfBuilder unit = new BtfBuilder();
    unit.var("counter", unit.u64(), BtfType.Linkage.GLOBAL);
    Merged merged = BtfMerger.merge(List.of(unit.build(), unit.build()));
    assertThat(merged.btf().ids("counter")).hasSize(2);
    assertThat(merged.btf().ids("unsigned long long")).hasSize(1);
  }

  @Test
  void cyclesOfDifferentLengthAreOneWhereTheyCannotBeToldApart() {
    // const → ptr → const → ptr …: a circle of two and one of four describe the same.
    List<BtfType> two = List.of(new BtfType.Const(2), new BtfType.Ptr(1));
    List<BtfType> four =
        List.of(new BtfType.Const(2), new BtfType.Ptr(3), new BtfType.Const(4), new BtfType.Ptr(1));
    assertThat(BtfMerger.merge(List.of(Btf.of(two), Btf.of(four))).btf()).isEqualTo(Btf.of(two));
  }

  @Test
  void aLongRingWithOneOddMemberTakesNoQuadraticTime() {
    int count = 200_000;
    List<BtfType> ring = new ArrayList<>();
    for (int id = 1; id < count; id++) {
      ring.add(new BtfType.Ptr(id + 1));
    }
    ring.add(new BtfType.Const(1));
    assertThat(BtfMerger.merge(List.of(Btf.of(ring))).btf().count()).isEqualTo(count);
  }

  /**
   * Against the definition: refine by comparing everything with everything until nothing changes.
   */
  @Property(tries = 200)
  void unifiesWhatTheDefinitionCallsEqual(@ForAll long seed) {
    Btf btf = new RandomGraph(seed).next();
    Merged merged = BtfMerger.merge(List.of(btf));
    int[] classes = naive(btf);
    int[] ids = merged.ids().get(0);
    for (int a = 1; a <= btf.count(); a++) {
      for (int b = 1; b < a; b++) {
        assertThat(ids[a] == ids[b]).as("%d and %d", a, b).isEqualTo(classes[a] == classes[b]);
      }
    }
    assertThat(BtfMerger.merge(List.of(merged.btf())).btf()).isEqualTo(merged.btf());
  }

  @Property(tries = 100)
  void theOrderOfAUnitsTypesDoesNotMatter(@ForAll long seed) {
    Btf btf = new RandomGraph(seed).next();
    List<Integer> order = new ArrayList<>();
    for (int id = 1; id <= btf.count(); id++) {
      order.add(id);
    }
    Collections.shuffle(order, new Random(seed));
    List<BtfType> shuffled = new ArrayList<>();
    for (int id : order) {
      shuffled.add(
          TypeReferences.replace(btf.type(id), ref -> ref == 0 ? 0 : order.indexOf(ref) + 1));
    }
    Merged merged = BtfMerger.merge(List.of(btf, Btf.of(shuffled)));
    assertThat(merged.btf()).isEqualTo(BtfMerger.merge(List.of(btf)).btf());
  }

  private static int[] naive(Btf btf) {
    int[] classes = new int[btf.count() + 1];
    while (true) {
      List<Object> keys = new ArrayList<>();
      keys.add("void");
      int[] refined = new int[btf.count() + 1];
      for (int id = 1; id <= btf.count(); id++) {
        int[] old = classes;
        List<Object> key = new ArrayList<>();
        key.add(TypeReferences.replace(btf.type(id), ref -> 0));
        TypeReferences.forEach(btf.type(id), ref -> key.add(old[ref]));
        if (!keys.contains(key)) {
          keys.add(key);
        }
        refined[id] = keys.indexOf(key);
      }
      if (java.util.Arrays.equals(refined, classes)) {
        return classes;
      }
      classes = refined;
    }
  }

  /** Few kinds and fewer names, so that much is equal, and circles are common. */
  private static final class RandomGraph {
    private final Random random;
    private final int count;

    RandomGraph(long seed) {
      random = new Random(seed);
      count = 1 + random.nextInt(40);
    }

    Btf next() {
      List<BtfType> types = new ArrayList<>();
      for (int id = 1; id <= count; id++) {
        types.add(
            switch (random.nextInt(4)) {
              case 0 -> new BtfType.Ptr(id());
              case 1 -> new BtfType.Const(id());
              case 2 -> new BtfType.Typedef("t", id());
              default ->
                  new BtfType.Struct(
                      "",
                      false,
                      16,
                      List.of(new Member("a", id(), 0, 0), new Member("b", id(), 64, 0)));
            });
      }
      return Btf.of(types);
    }

    private int id() {
      return random.nextInt(count + 1);
    }
  }
}
