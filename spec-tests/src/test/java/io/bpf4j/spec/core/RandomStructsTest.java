package io.bpf4j.spec.core;

import static io.bpf4j.object.CoreRelocation.Kind.TYPE_ID_TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.btf.Btf;
import io.bpf4j.elf.ObjectWriter;
import io.bpf4j.link.CoreRelocator;
import io.bpf4j.link.MinimalBtf;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.RequiresTools;
import io.bpf4j.spec.core.LibbpfRelocation.Mode;
import io.bpf4j.spec.core.LibbpfRelocation.Outcome;
import io.bpf4j.spec.core.LibbpfRelocation.Request;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random pairs of an object and a kernel's types, relocated by us and by libbpf. A failure names
 * its seed; {@code -Dbpf4j.core.seed=N} repeats it alone.
 */
@RequiresTools("cc")
class RandomStructsTest {
  private static final String SEED = "bpf4j.core.seed";

  @TempDir Path directory;

  @Test
  void aFew() throws Exception {
    compare(1, 150);
  }

  @Tag("slow")
  @Test
  void many() throws Exception {
    compare(1000, 2000);
  }

  private void compare(long firstSeed, int count) throws Exception {
    Long only = Long.getLong(SEED);
    LibbpfRelocation libbpf = LibbpfRelocation.compile(directory);
    List<ObjectSpec> objects = new ArrayList<>();
    List<Btf> targets = new ArrayList<>();
    List<Request> requests = new ArrayList<>();
    for (long seed = only == null ? firstSeed : only;
        requests.size() < (only == null ? count : 1);
        seed++) {
      Random random = new Random(seed);
      RandomStructs structs = new RandomStructs(random);
      Btf target = structs.target();
      ObjectSpec object =
          ObjectWriter.complete(new RandomRelocations(random, structs.local()).object());
      Path file = directory.resolve(seed + ".o");
      Path btf = directory.resolve(seed + ".btf");
      Files.write(file, ObjectWriter.write(object));
      Files.write(btf, target.encode(ByteOrder.LITTLE_ENDIAN));
      objects.add(object);
      targets.add(target);
      Mode mode = random.nextInt(4) == 0 ? Mode.WHOLE : Mode.EACH;
      requests.add(new Request(mode, file, btf));
    }
    List<Map<String, Outcome>> theirs = libbpf.relocate(requests);
    int refused = 0;
    int relocated = 0;
    for (int i = 0; i < requests.size(); i++) {
      Request request = requests.get(i);
      Map<String, Outcome> ours =
          Relocation.of(objects.get(i), CoreRelocator.of(targets.get(i)), request.mode());
      requireSameByPart(objects.get(i), targets.get(i), request);
      for (Map.Entry<String, Outcome> entry : theirs.get(i).entrySet()) {
        Outcome expected = entry.getValue();
        Outcome outcome = ours.get(entry.getKey());
        if (!outcome.agreesWith(expected)) {
          assertThat(outcome)
              .as("%s of %s\n%s", entry.getKey(), request, libbpf.log(request, entry.getKey()))
              .isEqualTo(expected);
        }
        refused += expected.failed() ? 1 : 0;
        relocated += expected.failed() ? 0 : 1;
      }
    }
    if (only == null) {
      assertThat(relocated).as("relocated, of %d refused", refused).isGreaterThan(count);
      assertThat(refused).as("refused").isGreaterThan(count / 10);
    }
  }

  /** The part of the target that the object needs gives the same, but for the target's ids. */
  private static void requireSameByPart(ObjectSpec object, Btf target, Request request) {
    List<ProgramSpec> programs =
        object.programs().stream()
            .filter(p -> p.coreRelocations().stream().noneMatch(r -> r.kind() == TYPE_ID_TARGET))
            .toList();
    ObjectSpec some = object.toBuilder().programs(programs).build();
    Btf part = MinimalBtf.of(target, List.of(some));
    Map<String, Outcome> whole = Relocation.of(some, CoreRelocator.of(target), request.mode());
    Map<String, Outcome> outcomes = Relocation.of(some, CoreRelocator.of(part), request.mode());
    for (String program : whole.keySet()) {
      assertThat(outcomes.get(program).agreesWith(whole.get(program)))
          .as("%s of %s: %s, not %s", program, request, outcomes.get(program), whole.get(program))
          .isTrue();
    }
  }
}
