package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.EnumValue;
import io.bpf4j.btf.BtfType.Kind;
import io.bpf4j.btf.BtfType.Member;
import java.util.List;

/**
 * Whether a target type has all of a local one: the strict rule, of BPF_CORE_TYPE_MATCHES. Names
 * and kinds agree, integers in size and sign, structs and enums in every member that the local one
 * has; what is behind a pointer agrees in name and kind.
 */
final class Matching {
  private static final int MAX_DEPTH = 32;

  private final Btf local;
  private final Btf target;
  private final Effort effort;

  Matching(Btf local, Btf target, Effort effort) {
    this.local = local;
    this.target = target;
    this.effort = effort;
  }

  boolean matches(int localId, int targetId) {
    return matches(localId, targetId, false, MAX_DEPTH);
  }

  private boolean matches(int localId, int targetId, boolean pointed, int level) {
    if (level <= 0) {
      throw tooDeep();
    }
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      effort.spend(1);
      BtfType mine = Types.type(local, local.resolve(localId));
      BtfType theirs = Types.type(target, target.resolve(targetId));
      if (!Names.match(name(mine), name(theirs))) {
        return false;
      }
      if (mine == null || theirs == null) {
        return mine == theirs;
      }
      switch (mine.kind()) {
        case FWD -> {
          return ofForward((BtfType.Fwd) mine, theirs, pointed);
        }
        case ENUM, ENUM64 -> {
          return Types.isEnum(theirs) && ofEnums(mine, theirs);
        }
        case STRUCT, UNION -> {
          return pointed
              ? ofPointed(mine, theirs)
              : mine.kind() == theirs.kind()
                  && ofMembers((BtfType.Struct) mine, (BtfType.Struct) theirs, level);
        }
        case INT -> {
          return theirs instanceof BtfType.Int integer
              && integer.size() == ((BtfType.Int) mine).size()
              && Types.isSigned(integer) == Types.isSigned(mine);
        }
        case PTR -> {
          if (theirs.kind() != Kind.PTR) {
            return false;
          }
          pointed = true;
          localId = ((BtfType.Ptr) mine).type();
          targetId = ((BtfType.Ptr) theirs).type();
        }
        case ARRAY -> {
          if (!(theirs instanceof BtfType.Array array)
              || array.length() != ((BtfType.Array) mine).length()) {
            return false;
          }
          localId = ((BtfType.Array) mine).element();
          targetId = array.element();
        }
        case FUNC_PROTO -> {
          if (!(theirs instanceof BtfType.FuncProto proto)
              || !ofParameters((BtfType.FuncProto) mine, proto, pointed, level)) {
            return false;
          }
          localId = ((BtfType.FuncProto) mine).returns();
          targetId = proto.returns();
        }
        case FLOAT, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, VAR, DATASEC, DECL_TAG, TYPE_TAG -> {
          return false;
        }
      }
    }
    throw tooDeep();
  }

  private static Unrelocatable tooDeep() {
    return new Unrelocatable("its types are nested deeper than " + MAX_DEPTH);
  }

  private static String name(BtfType type) {
    return type == null ? "" : type.name();
  }

  private static boolean ofForward(BtfType.Fwd mine, BtfType theirs, boolean pointed) {
    if (theirs instanceof BtfType.Fwd forward) {
      return forward.union() == mine.union();
    }
    return pointed && theirs instanceof BtfType.Struct struct && struct.union() == mine.union();
  }

  private static boolean ofPointed(BtfType mine, BtfType theirs) {
    return mine.kind() == theirs.kind()
        || theirs instanceof BtfType.Fwd forward && forward.union() == (mine.kind() == Kind.UNION);
  }

  private boolean ofEnums(BtfType mine, BtfType theirs) {
    List<EnumValue> values = Types.values(mine);
    List<EnumValue> others = Types.values(theirs);
    if (Types.enumSize(mine) != Types.enumSize(theirs) || values.size() > others.size()) {
      return false;
    }
    for (EnumValue value : values) {
      effort.spend(others.size());
      if (others.stream().noneMatch(other -> Names.match(value.name(), other.name()))) {
        return false;
      }
    }
    return true;
  }

  private boolean ofMembers(BtfType.Struct mine, BtfType.Struct theirs, int level) {
    if (mine.members().size() > theirs.members().size()) {
      return false;
    }
    for (Member member : mine.members()) {
      if (!hasMember(theirs, member, level)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasMember(BtfType.Struct theirs, Member member, int level) {
    for (Member other : theirs.members()) {
      effort.spend(1);
      if (Names.match(member.name(), other.name())
          && matches(member.type(), other.type(), false, level - 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean ofParameters(
      BtfType.FuncProto mine, BtfType.FuncProto theirs, boolean pointed, int level) {
    List<BtfType.Param> parameters = mine.params();
    if (parameters.size() != theirs.params().size()) {
      return false;
    }
    for (int i = 0; i < parameters.size(); i++) {
      int parameter = local.resolve(parameters.get(i).type());
      int other = target.resolve(theirs.params().get(i).type());
      if (!matches(parameter, other, pointed, level - 1)) {
        return false;
      }
    }
    return true;
  }
}
