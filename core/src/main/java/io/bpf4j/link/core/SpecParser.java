package io.bpf4j.link.core;

import io.bpf4j.MalformedException;
import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.object.CoreRelocation;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an access string against the object's own types: {@code "0:1:2"} is element 0 of the
 * pointer, member 1 of that, element or member 2 of that (llvm_reloc.rst, "access string").
 */
public final class SpecParser {
  private final Btf btf;
  private final CoreRelocation relocation;
  private final List<AccessSpec.Step> steps = new ArrayList<>();
  private long bitOffset;

  private SpecParser(Btf btf, CoreRelocation relocation) {
    this.btf = btf;
    this.relocation = relocation;
  }

  /**
   * What a relocation speaks of in its own object.
   *
   * @throws MalformedException where the access string is none, or does not fit the type
   */
  public static AccessSpec parse(Btf btf, CoreRelocation relocation) {
    return new SpecParser(btf, relocation).parse();
  }

  private AccessSpec parse() {
    List<Integer> indices = indices(relocation.access());
    if (!btf.has(relocation.btfType())) {
      throw fail("there is no such type");
    }
    if (relocation.kind().isOfType()) {
      if (!relocation.access().equals("0")) {
        throw fail("a whole type's access string is \"0\"");
      }
      return AccessSpec.ofType(btf, relocation.btfType());
    }
    int type = btf.resolve(relocation.btfType());
    int first = indices.get(0);
    if (relocation.kind().isOfEnumValue()) {
      steps.add(enumerator(type, indices));
    } else {
      steps.add(new AccessSpec.Step(type, first, null));
      bitOffset = bits(type, first);
      for (int index : indices.subList(1, indices.size())) {
        type = step(btf.resolve(type), index);
      }
    }
    return new AccessSpec(btf, relocation.btfType(), steps, indices, bitOffset);
  }

  private AccessSpec.Step enumerator(int id, List<Integer> indices) {
    BtfType type = Types.type(btf, id);
    int index = indices.get(0);
    if (!Types.isEnum(type) || indices.size() > 1 || index >= Types.values(type).size()) {
      throw fail("it names no enumerator");
    }
    return new AccessSpec.Step(id, index, Types.values(type).get(index).name());
  }

  /** Goes into a struct, union or array; gives the type there. */
  private int step(int id, int index) {
    BtfType type = Types.type(btf, id);
    if (type instanceof BtfType.Struct struct) {
      if (index >= struct.members().size()) {
        throw fail(AccessSpec.typeName(btf, id) + " has no member " + index);
      }
      BtfType.Member member = struct.members().get(index);
      bitOffset += member.bitOffset();
      if (!member.name().isEmpty()) {
        steps.add(new AccessSpec.Step(id, index, member.name()));
      }
      return member.type();
    }
    if (type instanceof BtfType.Array array) {
      if (index >= array.length() && !isFlexible(btf, steps.get(steps.size() - 1), array)) {
        throw fail("its array has " + array.length() + " elements, not one at " + index);
      }
      int element = btf.resolve(array.element());
      steps.add(new AccessSpec.Step(element, index, null));
      bitOffset += bits(element, index);
      return element;
    }
    throw fail("it goes into " + AccessSpec.typeName(btf, id));
  }

  /** Whether an array is the flexible one at a struct's end: it has elements beyond its length. */
  static boolean isFlexible(Btf btf, AccessSpec.Step holder, BtfType.Array array) {
    return holder.name() != null
        && array.length() == 0
        && btf.type(holder.type()) instanceof BtfType.Struct struct
        && holder.index() == struct.members().size() - 1;
  }

  private long bits(int type, int index) {
    long bits = Types.sizeOf(btf, type) * index * Byte.SIZE;
    if (bitOffset + bits > 0xffffffffL) {
      throw fail("its offset does not fit 32 bits");
    }
    return bits;
  }

  private List<Integer> indices(String access) {
    List<Integer> out = new ArrayList<>();
    for (String part : access.split(":", -1)) {
      try {
        out.add(Integer.parseInt(part));
      } catch (NumberFormatException e) {
        throw fail("numbers between colons are expected");
      }
      if (part.charAt(0) == '+' || out.get(out.size() - 1) < 0) {
        throw fail("numbers between colons are expected");
      }
      if (out.size() > AccessSpec.MAX_LENGTH) {
        throw fail("it has more than " + AccessSpec.MAX_LENGTH + " parts");
      }
    }
    return out;
  }

  private MalformedException fail(String reason) {
    String access = relocation.access();
    String shown = access.length() > 80 ? access.substring(0, 80) + "..." : access;
    return new MalformedException(
        ".BTF.ext",
        -1,
        "CO-RE relocation %s at pc %d, access string \"%s\" on type %d: %s"
            .formatted(
                relocation.kind().text(), relocation.pc(), shown, relocation.btfType(), reason));
  }
}
