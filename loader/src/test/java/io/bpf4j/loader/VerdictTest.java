package io.bpf4j.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.KernelException;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Register;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.ProgramType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
  private static final ProgramLoad LOAD =
      ProgramLoad.of(
          ProgramSpec.of(
              "program-with.a+long name",
              "xdp",
              ProgramType.XDP,
              Code.build(c -> c.mov(Register.R0, 0).exit())),
          "GPL");

  private final FakeKernel fake = new FakeKernel();
  private final BpfSystem system = new BpfSystem(fake);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void logBufferGrowsUntilTheLogFits(boolean tellsSize) {
    fake.tellsLogSize = tellsSize;
    fake.log = "0: R1=ctx()\n".repeat(200_000) + "processed 200000 insns (limit 1000000)\n";
    KernelVerdict verdict = system.verdict(LOAD.withLogLevel(LogLevel.LEVEL2));
    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.log()).isEqualTo(fake.log);
    assertThat(verdict.verifiedInstructions()).hasValue(200_000);
    assertThat(fake.calls).filteredOn("PROG_LOAD"::equals).hasSize(tellsSize ? 2 : 4);
    assertThat(fake.openDescriptors()).isZero();
  }

  @Test
  void tooLargeALogDoesNotHideTheVerdict() {
    fake.log = "0: R1=ctx()\n".repeat(200_000);
    ProgramLoading loading = new ProgramLoading(system.kernel(), LOAD, DebugInfo.NONE);
    fake.programErrno = 13;
    ProgramLoading.Answer answer = loading.answer(LogLevel.LEVEL2, 1 << 20);
    assertThat(answer.result()).isEqualTo(-13);
    assertThat(answer.log())
        .startsWith("(only 1048576 bytes of the log are kept)\n0: R1=ctx()")
        .hasSizeGreaterThan(1 << 20);
  }

  @Test
  void aFullLogBufferThatIsTheRealErrorIsNotRetriedForEver() {
    fake.log = "short";
    fake.programErrno = Errno.ENOSPC;
    assertThatThrownBy(() -> system.verdict(LOAD.withLogLevel(LogLevel.LEVEL1)))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("ENOSPC");
    assertThat(fake.calls).hasSize(1);
  }

  @Test
  void interruptedCallsAreRepeated() {
    fake.failures.put(0, Errno.EAGAIN);
    fake.failures.put(1, Errno.EINTR);
    assertThat(system.verdict(LOAD).accepted()).isTrue();
    assertThat(fake.calls).containsExactly("PROG_LOAD", "PROG_LOAD", "PROG_LOAD", "close");
  }

  @Test
  void outOfMemoryIsNoVerdict() {
    fake.programErrno = Errno.ENOMEM;
    assertThatThrownBy(() -> system.verdict(LOAD))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("ENOMEM (out of memory): not enough memory");
  }

  @Test
  void rejectionKeepsTheWholeLogAndNamesTheReason() {
    fake.programErrno = 13;
    fake.log =
        "0: (79) r0 = *(u64 *)(r10 +0)\ninvalid read from stack R10 off=0\nprocessed 1 insns\n";
    KernelVerdict verdict = system.verdict(LOAD.withLogLevel(LogLevel.LEVEL1));
    assertThat(verdict).isEqualTo(new KernelVerdict(false, 13, fake.log));
    assertThat(verdict.errnoName()).isEqualTo("EACCES");
    assertThat(verdict.reason()).isEqualTo("invalid read from stack R10 off=0");
    assertThatThrownBy(() -> system.load(LOAD))
        .isInstanceOfSatisfying(KernelException.class, e -> assertThat(e.log()).isEqualTo(fake.log))
        .hasMessageEndingWith("invalid read from stack R10 off=0");
    assertThat(fake.openDescriptors()).isZero();
  }

  @Test
  void availabilitySaysWhy() {
    assertThat(system.probe()).isEqualTo(new Availability(true, ""));
    fake.programErrno = Errno.ENOSYS;
    assertThat(system.probe().reason())
        .isEqualTo(
            "bpf(PROG_LOAD) of program bpf4j_probe (XDP): ENOSYS (invalid system call number): the"
                + " kernel is built without bpf() (CONFIG_BPF_SYSCALL), or a sandbox hides it");
    assertThat(fake.openDescriptors()).isZero();
  }

  @Test
  void permissionRemedies() {
    assertThat(new Privileges(0, "2", "").remedy())
        .isEqualTo(
            "this process lacks CAP_BPF, CAP_NET_ADMIN (networking programs), CAP_PERFMON (tracing"
                + " programs) (kernel.unprivileged_bpf_disabled is 2); run as root or grant the"
                + " capabilities");
    assertThat(new Privileges(-1, "2", "none [integrity] confidentiality").remedy())
        .isEqualTo("the kernel is locked down: none [integrity] confidentiality");
    assertThat(new Privileges(1L << 39 | 1L << 12, "", "").remedy())
        .startsWith("this process lacks CAP_PERFMON (tracing programs); run");
    assertThat(new Privileges(-1, "", "").remedy()).contains("seccomp");
  }

  @Test
  void namesAreCutToWhatTheKernelTakes() {
    assertThat(new String(Kernel.objectName("program-with.a+long name")))
        .isEqualTo("program_with.a_");
  }
}
