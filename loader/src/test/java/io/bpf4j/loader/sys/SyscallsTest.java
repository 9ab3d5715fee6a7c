package io.bpf4j.loader.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.KernelException;
import io.bpf4j.uapi.BpfCommand;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SyscallsTest {
  @Test
  void otherSystemsAndProcessorsAreNamed() {
    assertThatThrownBy(() -> JnaSyscalls.open("Mac OS X", "aarch64"))
        .isInstanceOf(KernelException.class)
        .hasMessage("bpf(): the kernel's BPF exists on Linux only, and this system is Mac OS X");
    assertThatThrownBy(() -> JnaSyscalls.open("Linux", "sparc"))
        .isInstanceOf(KernelException.class)
        .hasMessage("bpf(): the number of bpf(2) on processor sparc is not known");
  }

  @Test
  void numbersOfBpf() {
    assertThat(Architecture.of("amd64").orElseThrow().bpf()).isEqualTo(321);
    assertThat(Architecture.of("x86_64").orElseThrow().bpf()).isEqualTo(321);
    assertThat(Architecture.of("aarch64").orElseThrow().bpf()).isEqualTo(280);
    assertThat(Architecture.of("ppc64le").orElseThrow().bpf()).isEqualTo(361);
    assertThat(Architecture.of("s390x").orElseThrow().bpf()).isEqualTo(351);
    assertThat(Architecture.of("i386")).isEmpty();
  }

  /** Calls that need no permission. */
  @Nested
  class OnLinux {
    private Syscalls system;

    @BeforeEach
    void open() {
      Assumptions.assumeTrue(
          System.getProperty("os.name").equals("Linux"), "system calls of Linux only");
      system = Syscalls.ofThisMachine();
    }

    @Test
    void errorsAreNegatedErrorNumbers() {
      assertThat(system.close(-1)).isEqualTo(-9);
      assertThat(system.open("/no/such/file")).isEqualTo(-2);
      assertThat(system.interfaceIndex("no-such-if")).isEqualTo(-19);
    }

    @Test
    void bpfAnswers() {
      // A descriptor that is none: EBADF where permitted, EPERM or ENOSYS where not.
      NativeBuffer attr = system.allocate(64);
      attr.bytes().putInt(0, -1).putLong(8, attr.address()).putLong(16, attr.address());
      assertThat(system.bpf(BpfCommand.MAP_LOOKUP_ELEM, attr, 32)).isIn(-9, -1, -38);
    }

    @Test
    void filesOpenAndClose() {
      int descriptor = system.open("/proc/self/status");
      assertThat(descriptor).isGreaterThan(2);
      assertThat(system.close(descriptor)).isZero();
      assertThat(system.close(descriptor)).isEqualTo(-9);
    }

    @Test
    void loopbackHasAnIndex() {
      assertThat(system.interfaceIndex("lo")).isPositive();
    }
  }
}
