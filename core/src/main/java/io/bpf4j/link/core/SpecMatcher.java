package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.EnumValue;
import io.bpf4j.btf.BtfType.Member;
import io.bpf4j.object.CoreRelocation;
import java.util.ArrayList;
import java.util.List;

/** Follows a local access in one target type, by names; anonymous members are looked into. */
final class SpecMatcher {
  private final AccessSpec local;
  private final Btf target;
  private final Effort effort;
  private final Compatibility compatibility;
  private final List<AccessSpec.Step> steps = new ArrayList<>();
  private final List<Integer> indices = new ArrayList<>();
  private long bitOffset;

  private SpecMatcher(AccessSpec local, Btf target, Effort effort) {
    this.local = local;
    this.target = target;
    this.effort = effort;
    this.compatibility = new Compatibility(local.btf(), target, effort);
  }

  /** Where the local access leads in a candidate, or null where the candidate has no such thing. */
  static AccessSpec match(
      AccessSpec local, CoreRelocation.Kind kind, Candidate candidate, Effort effort) {
    SpecMatcher matcher = new SpecMatcher(local, candidate.btf(), effort);
    boolean found =
        kind.isOfType()
            ? matcher.type(kind, candidate.id())
            : kind.isOfEnumValue()
                ? matcher.enumerator(candidate.id())
                : matcher.field(candidate.id());
    return found
        ? new AccessSpec(
            candidate.btf(), candidate.id(), matcher.steps, matcher.indices, matcher.bitOffset)
        : null;
  }

  private boolean type(CoreRelocation.Kind kind, int id) {
    indices.add(0);
    return kind == CoreRelocation.Kind.TYPE_MATCHES
        ? new Matching(local.btf(), target, effort).matches(local.root(), id)
        : compatibility.ofTypes(local.root(), id);
  }

  private boolean enumerator(int id) {
    int resolved = target.resolve(id);
    BtfType type = Types.type(target, resolved);
    if (!Types.isEnum(type)) {
      return false;
    }
    String wanted = Names.essential(local.last().name());
    List<EnumValue> values = Types.values(type);
    effort.spend(values.size());
    for (int i = 0; i < values.size(); i++) {
      if (wanted.equals(Names.essential(values.get(i).name()))) {
        steps.add(new AccessSpec.Step(resolved, i, values.get(i).name()));
        indices.add(i);
        return true;
      }
    }
    return false;
  }

  private boolean field(int id) {
    int at = id;
    for (int i = 0; i < local.steps().size(); i++) {
      AccessSpec.Step step = local.steps().get(i);
      at = target.resolve(at);
      if (step.name() != null) {
        at = member(step, at);
      } else {
        // The first element is of the array that the pointer may point to: the type is its own.
        at = i == 0 ? at : element(step, at);
        if (at >= 0) {
          addElement(step, at);
        }
      }
      if (at < 0) {
        return false;
      }
    }
    return true;
  }

  /** The type of an array's elements, typedefs taken off; -1 where it has not the element. */
  private int element(AccessSpec.Step step, int id) {
    if (!(Types.type(target, id) instanceof BtfType.Array array)) {
      return -1;
    }
    boolean there =
        step.index() < array.length()
            || SpecParser.isFlexible(target, steps.get(steps.size() - 1), array);
    return there ? target.resolve(array.element()) : -1;
  }

  private void addElement(AccessSpec.Step step, int type) {
    enter(step.index());
    steps.add(new AccessSpec.Step(type, step.index(), null));
    bitOffset += Types.sizeOf(target, type) * step.index() * Byte.SIZE;
    if (bitOffset > 0xffffffffL) {
      throw new Unrelocatable("its offset in the target does not fit 32 bits");
    }
  }

  private void enter(int index) {
    if (indices.size() == AccessSpec.MAX_LENGTH) {
      throw new Unrelocatable("it is nested deeper than " + AccessSpec.MAX_LENGTH);
    }
    indices.add(index);
  }

  /** The type of the member with a step's name, or -1 where there is none of a like type. */
  private int member(AccessSpec.Step step, int id) {
    int type = target.resolve(id);
    if (!(Types.type(target, type) instanceof BtfType.Struct struct)) {
      return -1;
    }
    List<Member> members = struct.members();
    for (int i = 0; i < members.size(); i++) {
      effort.spend(1);
      Member member = members.get(i);
      if (member.name().equals(step.name())) {
        enter(i);
        bitOffset += member.bitOffset();
        steps.add(new AccessSpec.Step(type, i, member.name()));
        return isLike(step, member) ? member.type() : -1;
      }
      if (member.name().isEmpty()) {
        int found = inside(step, member, i);
        if (found >= 0) {
          return found;
        }
      }
    }
    return -1;
  }

  /** Looks for the member in an anonymous struct or union; nothing is kept where it is not. */
  private int inside(AccessSpec.Step step, Member anonymous, int index) {
    int depth = indices.size();
    long start = bitOffset;
    int named = steps.size();
    enter(index);
    bitOffset += anonymous.bitOffset();
    int found = member(step, anonymous.type());
    if (found < 0) {
      indices.subList(depth, indices.size()).clear();
      steps.subList(named, steps.size()).clear();
      bitOffset = start;
    }
    return found;
  }

  private boolean isLike(AccessSpec.Step step, Member member) {
    BtfType.Struct holder = (BtfType.Struct) local.btf().type(step.type());
    return compatibility.ofFields(holder.members().get(step.index()).type(), member.type());
  }
}
