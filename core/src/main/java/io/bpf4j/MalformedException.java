package io.bpf4j;

import java.util.Objects;

/**
 * Bytes that are not what they claim to be: a broken ELF file, BTF blob, profile or packet text.
 */
public final class MalformedException extends BpfException {
  private static final long serialVersionUID = 1L;
  private final String section;
  private final long offset;

  /**
   * @param section what was being read: a section name such as {@code ".BTF"}, or {@code "ELF
   *     header"}; not null
   * @param offset byte offset of the fault from the start of that section (of the file for
   *     headers), or -1 where no single byte is at fault
   * @param reason what is wrong, in a few words; not null
   */
  public MalformedException(String section, long offset, String reason) {
    super(section + (offset < 0 ? "" : ", byte offset " + offset) + ": " + reason, null);
    this.section = Objects.requireNonNull(section);
    this.offset = offset;
  }

  /** What was being read; never null. */
  public String section() {
    return section;
  }

  /** Byte offset of the fault within {@link #section()}, or -1 where no single byte is at fault. */
  public long offset() {
    return offset;
  }
}
