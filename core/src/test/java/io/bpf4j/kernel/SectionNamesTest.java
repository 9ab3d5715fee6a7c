package io.bpf4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionNamesTest {
  @Test
  void findsAnExactName() {
    SectionKind kind = SectionNames.find("xdp").orElseThrow();
    assertThat(kind.programType()).isEqualTo(ProgramType.XDP);
    assertThat(kind.expectedAttachType()).contains(AttachType.XDP);
    assertThat(kind.attachTarget()).isEmpty();
    assertThat(kind.autoload()).isTrue();
    assertThat(kind.has(SectionFlag.ATTACH_TYPE_OPTIONAL)).isTrue();
  }

  @Test
  void splitsTheTargetFromANameThatTakesOne() {
    SectionKind kind = SectionNames.find("tracepoint/syscalls/sys_enter_openat").orElseThrow();
    assertThat(kind.programType()).isEqualTo(ProgramType.TRACEPOINT);
    assertThat(kind.name()).isEqualTo("tracepoint");
    assertThat(kind.attachTarget()).contains("syscalls/sys_enter_openat");
    assertThat(SectionNames.find("kprobe.multi/tcp_*").orElseThrow().attachType())
        .isEqualTo(AttachType.TRACE_KPROBE_MULTI);
  }

  @Test
  void aQuestionMarkMeansNotLoadedByDefault() {
    assertThat(SectionNames.find("?kprobe/do_exit").orElseThrow().autoload()).isFalse();
    assertThat(SectionNames.find("kprobe").orElseThrow().autoload()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xdp/main", "xdpx", "maps", "", "?", "/", "tc/", ".text", "kprobex/f"})
  void knowsNoOtherNames(String section) {
    assertThat(SectionNames.find(section)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "xpd, xdp",
    "kprob/do_exit, kprobe/do_exit",
    "trace_point/sched/sched_switch, tracepoint/sched/sched_switch",
    "xdp/main, xdp",
    "xdp/devmpa, xdp/devmap",
    "cgroup_skb/ingres, cgroup_skb/ingress",
    "tc_ingress, tc/ingress",
    "sokcet, socket",
  })
  void suggestsTheNearestName(String wrong, String right) {
    assertThat(SectionNames.nearest(wrong)).contains(right);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zzzz", "my_own_section", "?", "q"})
  void suggestsNothingWhereNothingIsNear(String wrong) {
    assertThat(SectionNames.nearest(wrong)).isEmpty();
  }

  @Test
  void everySuggestionIsKnown() {
    for (String name : SectionNames.names()) {
      assertThat(SectionNames.find(name)).as(name).isPresent();
      String misspelt = name + "e";
      SectionNames.nearest(misspelt)
          .ifPresent(s -> assertThat(SectionNames.find(s)).as(misspelt).isPresent());
    }
  }

  @Test
  void knowsTheRolesOfOtherSections() {
    assertThat(SectionNames.role(".maps")).contains(SectionRole.MAPS);
    assertThat(SectionNames.role(".rodata.str1.1")).contains(SectionRole.GLOBALS);
    assertThat(SectionNames.role("?.struct_ops")).contains(SectionRole.STRUCT_OPS);
    assertThat(SectionNames.role(".text")).contains(SectionRole.SUBPROGRAMS);
    assertThat(SectionNames.role("xdp")).isEmpty();
    assertThat(SectionNames.role(".maps2")).isEmpty();
  }

  @Test
  void writersGetOneNameForEachType() {
    assertThat(SectionNames.nameFor(ProgramType.XDP, null)).contains("xdp");
    assertThat(SectionNames.nameFor(ProgramType.LSM, null)).isEmpty();
    assertThat(SectionNames.nameFor(ProgramType.XDP, AttachType.XDP)).contains("xdp");
    assertThat(SectionNames.nameFor(ProgramType.SOCKET_FILTER, null)).contains("socket");
    assertThat(SectionNames.nameFor(ProgramType.TRACEPOINT, null)).contains("tracepoint");
    assertThat(SectionNames.nameFor(ProgramType.SCHED_CLS, null)).contains("tc");
    assertThat(SectionNames.nameFor(ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_EGRESS))
        .contains("cgroup_skb/egress");
  }
}
