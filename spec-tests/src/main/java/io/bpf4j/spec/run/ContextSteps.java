package io.bpf4j.spec.run;

import io.bpf4j.isa.Load;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import io.bpf4j.kernel.ContextAccess;
import io.bpf4j.kernel.ContextLayout;
import io.bpf4j.kernel.KernelProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads and writes of the context's fields. */
final class ContextSteps {
  /** What a test run takes from the machine, or from the socket that it makes up. */
  private static final Set<String> UNKNOWN =
      Set.of(
          "napi_id",
          "family",
          "remote_ip4",
          "local_ip4",
          "remote_ip6",
          "local_ip6",
          "remote_port",
          "local_port");

  /** A place in the context. */
  private record Place(int offset, Size size) {}

  private final ProgramWriter writer;
  private final List<Place> reads = new ArrayList<>();
  private final List<Place> writes = new ArrayList<>();

  ContextSteps(ProgramWriter writer) {
    this.writer = writer;
    ContextLayout layout = KernelProfile.builtIn("6.18").context(writer.type).orElseThrow();
    for (int offset = 0; offset < layout.size(); offset++) {
      for (Size size : Size.values()) {
        boolean known = layout.fieldAt(offset).map(f -> !UNKNOWN.contains(f)).orElse(false);
        if (known && layout.access(offset, size.bytes(), false) == ContextAccess.SCALAR) {
          reads.add(new Place(offset, size));
        }
        if (known && layout.access(offset, size.bytes(), true) == ContextAccess.SCALAR) {
          writes.add(new Place(offset, size));
        }
      }
    }
  }

  void any() {
    if (!writes.isEmpty() && writer.dice.percent(45)) {
      Place place = writer.dice.pick(writes);
      writer.code.with(
          new Store(
              place.size(),
              Register.R6,
              (short) place.offset(),
              writer.operand(ProgramWriter.VALUES)));
    } else {
      Place place = writer.dice.pick(reads);
      boolean signed = place.size() != Size.DW && writer.dice.percent(20);
      writer.code.with(
          new Load(
              place.size(),
              signed,
              writer.dice.pick(ProgramWriter.VALUES),
              Register.R6,
              (short) place.offset()));
    }
  }
}
