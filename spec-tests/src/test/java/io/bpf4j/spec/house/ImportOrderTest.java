package io.bpf4j.spec.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.bpf4j.spec.house.Rooms.Room;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** An import goes up the table of rooms, never down; there are no circles. */
class ImportOrderTest {
  private static final Rooms ROOMS = Rooms.read();

  @TestFactory
  Stream<DynamicTest> importsGoUp() {
    return Repository.modules().stream()
        .map(module -> DynamicTest.dynamicTest(module, () -> importsGoUp(module)));
  }

  private static void importsGoUp(String module) {
    Path main = Path.of(module, "src", "main", "java");
    long sources =
        Repository.javaFiles().stream()
            .filter(file -> file.startsWith(main) && !file.endsWith("module-info.java"))
            .count();
    assertThat(Rooms.classesOf(module).isEmpty())
        .as("no class of %s is built, of %d sources", module, sources)
        .isEqualTo(sources == 0);
    assertThat(violations(ROOMS, module)).isEmpty();
  }

  @Test
  void everyRoomIsInAModuleOfTheBuild() {
    assertThat(ROOMS.rooms()).extracting(Room::module).isSubsetOf(Repository.modules());
  }

  @Test
  void aWrongOrderIsNoticed() {
    assertThat(violations(ROOMS.upsideDown(), "core"))
        .anyMatch(violation -> violation.contains("io.bpf4j.isa.Code"));
  }

  @Test
  void anUnlistedPackageIsNoticed() {
    List<Room> withoutIsa =
        ROOMS.rooms().stream().filter(room -> !room.name().equals("io.bpf4j.isa")).toList();
    assertThat(violations(new Rooms(withoutIsa), "core"))
        .contains("io.bpf4j.isa.Code: its package is not in rooms.tsv");
  }

  @Test
  void onlyTheSystemCallRoomMayUseJna() {
    assertThat(ROOMS.rooms())
        .filteredOn(room -> room.foreign().contains("com.sun.jna"))
        .extracting(Room::name)
        .containsExactly("io.bpf4j.loader.sys");
  }

  /** core, elf and verifier run on every system: no library is loaded, no method is native. */
  @Test
  void noNativeCodeOutsideTheLoader() {
    Set<String> loading = Set.of("load", "loadLibrary");
    for (String module : List.of("core", "elf", "verifier")) {
      for (JavaClass type : Rooms.classesOf(module)) {
        assertThat(type.getMethods())
            .as(type.getName())
            .noneMatch(method -> method.getModifiers().contains(JavaModifier.NATIVE));
        assertThat(type.getMethodCallsFromSelf())
            .as(type.getName())
            .noneMatch(
                call ->
                    loading.contains(call.getName())
                        && (call.getTargetOwner().isEquivalentTo(System.class)
                            || call.getTargetOwner().isEquivalentTo(Runtime.class)));
      }
    }
  }

  private static List<String> violations(Rooms rooms, String module) {
    List<String> violations = new ArrayList<>();
    for (JavaClass type : Rooms.classesOf(module)) {
      violations.addAll(rooms.violations(module, type));
    }
    return violations;
  }
}
