package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import java.util.List;

/**
 * What came of a relocation, before it is put into an instruction.
 *
 * @param local what the object asked for
 * @param match where that is in the target; null where nothing matches, or none is needed
 * @param candidates the target types that were looked at
 * @param mine the object's own answer
 * @param theirs the target's answer; null where there is none, and the instruction is poisoned
 */
public record Resolution(
    AccessSpec local, AccessSpec match, List<Candidate> candidates, Answer mine, Answer theirs) {

  public Resolution {
    candidates = List.copyOf(candidates);
  }

  /** Whether nothing in the target answers. */
  boolean isPoison() {
    return theirs == null;
  }

  /** Whether a load or store of the field would have another size. */
  boolean changesSize() {
    return mine.size() != theirs.size();
  }

  /** Whether it may: pointers and unsigned integers keep their meaning in another size. */
  boolean mayChangeSize() {
    BtfType before = type(local.btf(), mine.type());
    BtfType after = type(match == null ? null : match.btf(), theirs.type());
    boolean pointers = before instanceof BtfType.Ptr && after instanceof BtfType.Ptr;
    boolean integers = before instanceof BtfType.Int && after instanceof BtfType.Int;
    return pointers || integers && !Types.isSigned(before) && !Types.isSigned(after);
  }

  private static BtfType type(Btf btf, int id) {
    return id == 0 ? null : btf.type(id);
  }
}
