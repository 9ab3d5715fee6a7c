package io.bpf4j.kernel;

/** What a section's name says about its programs beside type and attach type. */
public enum SectionFlag {
  /** The program may sleep ({@code BPF_F_SLEEPABLE}). */
  SLEEPABLE('s'),
  /** The target after the slash is a kernel function or type, found in the kernel's BTF. */
  BTF_TARGET('b'),
  /** The XDP program handles packets in several buffers ({@code BPF_F_XDP_HAS_FRAGS}). */
  XDP_FRAGMENTS('f'),
  /** The kernel wants the expected attach type when the program is loaded. */
  EXPECTED_ATTACH_TYPE('a'),
  /** The expected attach type may be left out, for kernels that do not know it. */
  ATTACH_TYPE_OPTIONAL('o'),
  /** A user-space statically defined tracepoint: needs libbpf's argument handling. */
  USDT('u'),
  /** An old name, still read; writers use another. */
  LEGACY('l'),
  /** The name alone says where to attach. */
  AUTO_ATTACH('A');

  private final char letter;

  SectionFlag(char letter) {
    this.letter = letter;
  }

  /** The letter in section-names.tsv. */
  char letter() {
    return letter;
  }
}
