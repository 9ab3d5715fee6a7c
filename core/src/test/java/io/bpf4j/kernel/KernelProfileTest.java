package io.bpf4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelProfileTest {
  private final KernelProfile profile = KernelProfile.builtIn("6.18");

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> KernelProfile.builtIn("2.6"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no built-in kernel profile '2.6'; there are: 6.18");
    assertThat(KernelProfile.builtInNames())
        .allMatch(n -> KernelProfile.builtIn(n).name().equals(n));
    assertThat(KernelProfile.builtIn("6.18")).isSameAs(profile);
  }

  @Test
  void limitsAreThoseOfTheKernel() {
    assertThat(profile.limits())
        .isEqualTo(new Limits(512, 256, 8, 1_000_000, 8192, 33, 1_000_000, 256, 64, 1 << 23));
  }

  @Test
  void featuresOfCpuLevels() {
    assertThat(profile.has(Feature.BOUNDED_LOOPS)).isTrue();
    assertThat(profile.has(Feature.INDIRECT_GOTO)).isFalse();
    assertThat(CpuLevel.values()).allMatch(level -> level.isIn(profile));
  }

  @Test
  void typesThatTheKernelHas() {
    assertThat(profile.supports(ProgramType.XDP)).isTrue();
    assertThat(profile.supports(ProgramType.LIRC_MODE2)).isFalse();
    assertThat(profile.supports(MapType.ARENA)).isTrue();
    assertThat(profile.supports(MapType.INSN_ARRAY)).isFalse();
  }

  @Test
  void helpersByProgramType() {
    int redirect = Helper.REDIRECT.number();
    assertThat(profile.allows(ProgramType.XDP, redirect)).isTrue();
    assertThat(profile.allows(ProgramType.SOCKET_FILTER, redirect)).isFalse();
    assertThat(profile.knowsHelper(redirect)).isTrue();
    assertThat(profile.knowsHelper(0)).isFalse();
    assertThat(profile.knowsHelper(212)).isFalse();
    assertThat(profile.knowsHelper(-1)).isFalse();
    int bind = Helper.BIND.number();
    assertThat(profile.allows(ProgramType.CGROUP_SOCK_ADDR, bind)).isFalse();
    assertThat(profile.allows(ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET4_CONNECT, bind))
        .isTrue();
    assertThat(profile.allows(ProgramType.NETFILTER, Helper.PERF_EVENT_OUTPUT.number())).isFalse();
  }

  @Test
  void aPrototypeSaysWhatAHelperTakes() {
    HelperPrototype lookup = profile.helper(Helper.MAP_LOOKUP_ELEM.number()).orElseThrow();
    assertThat(lookup.cName()).isEqualTo("bpf_map_lookup_elem");
    assertThat(lookup.returns()).isEqualTo(ReturnKind.MAP_VALUE_OR_NULL);
    assertThat(lookup.arguments())
        .isEqualTo(
            List.of(
                new Argument(ArgumentKind.CONST_MAP_PTR, 0),
                new Argument(ArgumentKind.MAP_KEY, 0)));
    assertThat(profile.helper(Helper.STRTOL.number()).orElseThrow().arguments().get(3).bytes())
        .isEqualTo(8);
    assertThat(profile.helper(999)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ProgramType.class,
      names = {"XDP", "SOCKET_FILTER", "TRACEPOINT"})
  void everyHelperOfTheCommonTypesHasAPrototype(ProgramType type) {
    for (Helper helper : Helper.values()) {
      if (profile.allows(type, helper.number())) {
        assertThat(profile.helper(helper.number(), type)).as(helper.cName()).isPresent();
      }
    }
  }

  @Test
  void prototypesBearTheNamesOfTheirNumbers() {
    for (Helper helper : Helper.values()) {
      profile
          .helper(helper.number())
          .ifPresent(p -> assertThat(p.cName()).isEqualTo(helper.cName()));
    }
  }

  @Test
  void aFewPrototypesDifferByProgramType() {
    int classId = Helper.GET_CGROUP_CLASSID.number();
    assertThat(profile.helper(classId, ProgramType.XDP).orElseThrow().arguments()).isEmpty();
    assertThat(profile.helper(classId, ProgramType.SCHED_CLS).orElseThrow().arguments())
        .containsExactly(new Argument(ArgumentKind.CTX, 0));
  }

  @Test
  void usesOfThePacketByProgramType() {
    assertThat(profile.packetUses(ProgramType.XDP, AttachType.XDP))
        .containsOnly(PacketUse.READ, PacketUse.WRITE, PacketUse.MARKED_HELPERS);
    assertThat(profile.packetUses(ProgramType.SOCK_OPS, null)).containsOnly(PacketUse.READ);
    assertThat(profile.packetUses(ProgramType.SOCKET_FILTER, null)).isEmpty();
  }

  @Test
  void mapsThatHelpersTake() {
    assertThat(profile.allowsMapInHelper(MapType.PROG_ARRAY, Helper.TAIL_CALL.number())).isTrue();
    assertThat(profile.allowsMapInHelper(MapType.PROG_ARRAY, Helper.MAP_LOOKUP_ELEM.number()))
        .isFalse();
    assertThat(profile.allowsMapInHelper(MapType.HASH, Helper.KTIME_GET_NS.number())).isFalse();
  }

  @Test
  void contextsAndReturnRangesDependOnTypeAndAttachType() {
    assertThat(profile.context(ProgramType.XDP).orElseThrow().fieldAt(20)).isEmpty();
    assertThat(profile.context(ProgramType.XDP, AttachType.XDP_DEVMAP).orElseThrow().fieldAt(20))
        .contains("egress_ifindex");
    assertThat(profile.context(ProgramType.TRACING)).isEmpty();
    assertThat(profile.context(ProgramType.LIRC_MODE2)).isEmpty();
    assertThat(profile.returnRange(ProgramType.XDP, null).orElseThrow().isAny()).isTrue();
    assertThat(profile.returnRange(ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_EGRESS))
        .contains(new ReturnRange(0, 3));
    assertThat(profile.returnRange(ProgramType.CGROUP_SKB, null)).contains(new ReturnRange(0, 1));
    assertThat(profile.returnRange(ProgramType.LSM, null)).isEmpty();
  }
}
