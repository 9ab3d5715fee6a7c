package io.bpf4j.loader;

/** Flags of BPF_MAP_UPDATE_ELEM (uapi/linux/bpf.h), spelled as there without the prefix. */
public enum UpdateMode {
  /** Creates the element, or replaces its value. */
  ANY(0),
  /** Creates the element; an element with that key is an error (EEXIST). */
  NOEXIST(1),
  /** Replaces the value; no element with that key is an error (ENOENT). */
  EXIST(2);

  private final int number;

  UpdateMode(int number) {
    this.number = number;
  }

  /** The kernel's number. */
  public int number() {
    return number;
  }
}
