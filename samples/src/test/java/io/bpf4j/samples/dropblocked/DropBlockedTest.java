package io.bpf4j.samples.dropblocked;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Call;
import io.bpf4j.isa.Code;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import org.junit.jupiter.api.Test;

class DropBlockedTest {
  private final ObjectSpec object = DropBlocked.object();

  @Test
  void declaresOneProgramAndOneMap() {
    assertThat(object.programs()).hasSize(1);
    assertThat(object.programs().get(0).type()).isEqualTo(ProgramType.XDP);
    assertThat(object.programs().get(0).section()).isEqualTo("xdp");
    MapSpec blocked = object.map("blocked").orElseThrow();
    assertThat(blocked.type()).isEqualTo(MapType.HASH);
    assertThat(blocked.keySize()).isEqualTo(4);
    assertThat(blocked.valueSize()).isEqualTo(8);
    assertThat(object.btf().type(blocked.keyType()).name()).isEqualTo("__be32");
    assertThat(object.btf().type(blocked.valueType()).name()).isEqualTo("__u64");
  }

  @Test
  void isTheSameEveryTime() {
    assertThat(DropBlocked.object()).isEqualTo(object);
  }

  @Test
  void everyInstructionRemembersItsLine() {
    Code code = object.programs().get(0).code();
    for (int i = 0; i < code.instructions().size(); i++) {
      assertThat(code.lineAt(code.pcOf(i)).file()).isEqualTo("DropBlocked.java");
      assertThat(code.lineAt(code.pcOf(i)).line()).isPositive();
    }
  }

  @Test
  void theVariantLacksOnlyTheNullCheck() {
    Code broken = DropBlockedWithoutCheck.object().programs().get(0).code();
    int call = -1;
    for (int i = 0; i < broken.instructions().size(); i++) {
      if (broken.instructions().get(i) instanceof Call) {
        call = broken.pcOf(i);
      }
    }
    assertThat(broken.lineAt(call).file()).isEqualTo("DropBlockedWithoutCheck.java");
    assertThat(broken.slots()).isLessThan(object.programs().get(0).code().slots());
  }
}
