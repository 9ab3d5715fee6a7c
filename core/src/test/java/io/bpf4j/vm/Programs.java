package io.bpf4j.vm;

import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.ProgramType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Small programs to run. */
final class Programs {
  private static final byte[] PACKET = new byte[64];

  private Programs() {}

  static ProgramSpec xdp(String name, Consumer<CodeBuilder> body) {
    return ProgramSpec.of(name, "xdp", ProgramType.XDP, Code.build(body));
  }

  static ObjectSpec object(List<ProgramSpec> programs, MapSpec... maps) {
    return object(ByteOrder.LITTLE_ENDIAN, programs, maps);
  }

  static ObjectSpec object(ByteOrder order, List<ProgramSpec> programs, MapSpec... maps) {
    return new ObjectSpec(
        "test", order, "GPL", programs, List.of(), List.of(maps), Btf.EMPTY, List.of());
  }

  /** Runs one program over a packet of 64 zeros. */
  static Run run(Consumer<CodeBuilder> body, MapSpec... maps) {
    Vm vm = Vm.of(object(List.of(xdp("main", body)), maps));
    return vm.run("main", Input.Xdp.of(PACKET));
  }

  /** The rows of a resource of this package, split at tabs. */
  static Stream<String[]> rows(String resource) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Programs.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      List<String[]> rows = new ArrayList<>();
      reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(l -> l.split("\t"))
          .forEach(rows::add);
      return rows.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
