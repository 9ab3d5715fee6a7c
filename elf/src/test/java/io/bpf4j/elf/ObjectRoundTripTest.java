package io.bpf4j.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.LinkException;
import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectRoundTripTest {
  private static final Code DROP = Code.build(code -> code.mov(io.bpf4j.isa.Register.R0, 1).exit());

  private static ObjectSpec object(List<ProgramSpec> programs, List<MapSpec> maps) {
    return new ObjectSpec(
        "o", ByteOrder.LITTLE_ENDIAN, "GPL", programs, List.of(), maps, Btf.EMPTY, List.of());
  }

  private static ProgramSpec xdp(String name) {
    return ProgramSpec.of(name, "xdp", ProgramType.XDP, DROP);
  }

  @Property(tries = 1000)
  void readsWhatItWrote(@ForAll long seed) {
    ObjectSpec object = new RandomObject(seed).next();
    ObjectSpec complete = ObjectWriter.complete(object);
    byte[] bytes = ObjectWriter.write(object);
    assertThat(ObjectReader.read(bytes, object.name())).isEqualTo(complete);
    assertThat(ObjectWriter.complete(complete)).isEqualTo(complete);
    assertThat(ObjectWriter.write(complete)).isEqualTo(bytes);
    assertThat(ObjectWriter.write(new RandomObject(seed).next())).isEqualTo(bytes);
  }

  @Test
  void completionKeepsWhatTheProgramsAre() {
    ObjectSpec object = object(List.of(xdp("one"), xdp("two")), List.of());
    ObjectSpec complete = ObjectWriter.complete(object);
    assertThat(complete.programs()).extracting(ProgramSpec::name).containsExactly("one", "two");
    assertThat(complete.programs()).allMatch(p -> p.code().equals(DROP));
    assertThat(complete.programs()).allMatch(p -> p.functions().get(0).btfType() != 0);
  }

  @Test
  void writesBesideAndMovesIntoPlace(@TempDir Path directory) throws Exception {
    ObjectSpec object = object(List.of(xdp("one")), List.of());
    Path file = directory.resolve("o.bpf.o");
    Files.writeString(file, "old");
    ObjectWriter.write(object, file);
    assertThat(ObjectReader.read(file)).isEqualTo(ObjectWriter.complete(object));
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aDirectoryInTheWayIsAnErrorThatLeavesNothingBehind(@TempDir Path directory)
      throws Exception {
    Path taken = Files.createDirectory(directory.resolve("o.bpf.o"));
    Files.createFile(taken.resolve("inside"));
    assertThatThrownBy(() -> ObjectWriter.write(object(List.of(xdp("a")), List.of()), taken))
        .isInstanceOf(java.io.IOException.class);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(taken);
    }
  }

  @Test
  void refusesWhatAFileCannotHold() {
    ProgramSpec wrongType = ProgramSpec.of("p", "xdp", ProgramType.KPROBE, DROP);
    assertThatThrownBy(() -> ObjectWriter.write(object(List.of(wrongType), List.of())))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("section xdp says XDP");
    Code calls = Code.build(code -> code.callSubprogram("missing").exit());
    ProgramSpec caller = ProgramSpec.of("p", "xdp", ProgramType.XDP, calls);
    assertThatThrownBy(() -> ObjectWriter.write(object(List.of(caller), List.of())))
        .isInstanceOf(LinkException.class)
        .hasMessage("symbol missing: is called but not defined");
    MapSpec same = MapSpec.of("p", MapType.ARRAY, 4, 4, 1);
    assertThatThrownBy(() -> ObjectWriter.write(object(List.of(xdp("p")), List.of(same))))
        .isInstanceOf(LinkException.class);
    MapSpec huge = MapSpec.of("m", MapType.ARRAY, 4, 4, -1);
    assertThatThrownBy(() -> ObjectWriter.write(object(List.of(xdp("p")), List.of(huge))))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("4294967295");
    MapSpec.Contents ones = new MapSpec.Contents.GlobalData(new byte[] {1}, false);
    MapSpec bss = MapSpec.of(".bss", MapType.ARRAY, 4, 1, 1).withContents(ones);
    assertThatThrownBy(() -> ObjectWriter.write(object(List.of(xdp("p")), List.of(bss))))
        .isInstanceOf(LinkException.class);
  }
}
