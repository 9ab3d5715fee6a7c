package io.bpf4j.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Register;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program may use 64 different maps (kernel: MAX_USED_MAPS). */
class MapLimitTest {
  private static ProgramVerdict using(int count) {
    List<MapSpec> maps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      maps.add(MapSpec.of("map" + i, MapType.ARRAY, 4, 8, 1));
    }
    Code code =
        Code.build(
            b -> {
              maps.forEach(map -> b.loadMap(Register.R1, map.name()));
              maps.forEach(map -> b.loadMap(Register.R1, map.name()));
              b.mov(Register.R0, 0).exit();
            });
    ProgramSpec program = ProgramSpec.of("main", "socket", ProgramType.SOCKET_FILTER, code);
    return Objects618.verify(
        new ObjectSpec(
            "maps",
            ByteOrder.LITTLE_ENDIAN,
            "GPL",
            List.of(program),
            List.of(),
            maps,
            Btf.EMPTY,
            List.of()));
  }

  @Test
  void acceptsAsManyAsTheKernelTakes() {
    assertThat(using(64).verdict()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void rejectsOneMore() {
    ProgramVerdict verdict = using(65);

    assertThat(verdict.verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(verdict.rejection().rule()).isEqualTo("program-too-large");
    assertThat(verdict.rejection().kernelMessage())
        .isEqualTo("The total number of maps per program has reached the limit of 64");
  }
}
