package io.bpf4j.kernel;

import static io.bpf4j.kernel.ContextAccess.DENIED;
import static io.bpf4j.kernel.ContextAccess.SCALAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.MalformedException;
import io.bpf4j.uapi.ProgramType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables' reading; spec-tests compare their content with the kernel. */
class ContextLayoutTest {
  private static ContextLayout layout(ProgramType type) {
    return KernelProfile.builtIn("6.18").context(type).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "XDP, 0, 4, false, PACKET",
    "XDP, 0, 8, false, DENIED",
    "XDP, 4, 4, false, PACKET_END",
    "XDP, 8, 4, false, PACKET_META",
    "XDP, 12, 2, false, DENIED",
    "XDP, 12, 4, true, DENIED",
    "XDP, -4, 4, false, DENIED",
    "SOCKET_FILTER, 3, 1, false, SCALAR",
    "SOCKET_FILTER, 76, 4, false, DENIED",
    "SOCKET_FILTER, 48, 8, true, SCALAR",
    "SOCKET_FILTER, 60, 8, false, DENIED",
    "SOCKET_FILTER, 64, 8, false, DENIED",
    "SOCKET_FILTER, 168, 8, false, SOCK_COMMON_OR_NULL",
    "TRACEPOINT, 0, 8, false, DENIED",
    "TRACEPOINT, 8, 8, false, SCALAR",
    "TRACEPOINT, 8184, 8, false, SCALAR",
    "TRACEPOINT, 8192, 1, false, DENIED",
    "TRACEPOINT, 12, 8, false, DENIED",
    "CGROUP_SOCK, 4, 1, false, SCALAR",
    "CGROUP_SOCK, 5, 1, false, DENIED",
  })
  void answersAsTheTableSays(
      ProgramType type, int offset, int bytes, boolean write, ContextAccess answer) {
    assertThat(layout(type).access(offset, bytes, write)).isEqualTo(answer);
  }

  @Test
  void extremeOffsetsAreDenied() {
    for (int offset : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 7}) {
      assertThat(layout(ProgramType.SYSCALL).access(offset, 1, false)).isEqualTo(DENIED);
      assertThat(layout(ProgramType.SOCKET_FILTER).access(offset, 8, true)).isEqualTo(DENIED);
    }
    assertThat(layout(ProgramType.SYSCALL).access(32760, 8, true)).isEqualTo(SCALAR);
  }

  @Test
  void namesTheFieldAtAnOffset() {
    ContextLayout xdp = layout(ProgramType.XDP);
    assertThat(xdp.struct()).isEqualTo("xdp_md");
    assertThat(xdp.size()).isEqualTo(24);
    assertThat(xdp.fieldAt(5)).contains("data_end");
    assertThat(xdp.fieldAt(24)).isEmpty();
  }

  @Test
  void anAccessHasAPowerOfTwoOfBytes() {
    assertThatThrownBy(() -> layout(ProgramType.XDP).access(0, 3, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          l|s|4|f|0|4|SCALAR|3|-                | line 1: '3' is no list of widths
          l|s|4|f|0|4|SCALAR|1,|-               | line 1: '1,' is no list of widths
          l|s|4|f|x|4|SCALAR|1|-                | line 1: 'x' is not a number
          l|s|4|f|0|4|NUMBER|1|-                | line 1: 'NUMBER' is no ContextAccess
          """)
  void aBrokenTableIsRefusedWithItsLine(
      String l,
      String s,
      String size,
      String f,
      String o,
      String n,
      String v,
      String r,
      String w,
      String message) {
    String text = String.join("\t", l, s, size, f, o, n, v, r, w);
    assertThatThrownBy(() -> ContextLayouts.read(Table.parse("t", text, 9)))
        .isInstanceOf(MalformedException.class)
        .hasMessage("t: " + message);
  }

  @Test
  void aRowWithTooFewCellsIsRefused() {
    assertThatThrownBy(() -> Table.parse("t", "# comment\n\na\tb\n", 3))
        .isInstanceOf(MalformedException.class)
        .hasMessage("t: line 3: has 2 columns, expected 3");
  }
}
