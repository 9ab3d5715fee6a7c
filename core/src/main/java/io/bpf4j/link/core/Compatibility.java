package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import java.util.List;

/**
 * Whether a target type may stand for a local one: the loose rule, for fields and for the existence
 * of types. Sizes are not compared.
 */
final class Compatibility {
  /** Deeper types are refused, as libbpf does. */
  private static final int MAX_DEPTH = 32;

  private final Btf local;
  private final Btf target;
  private final Effort effort;

  Compatibility(Btf local, Btf target, Effort effort) {
    this.local = local;
    this.target = target;
    this.effort = effort;
  }

  /** Whether a field of one type may be a field of the other. */
  boolean ofFields(int localId, int targetId) {
    for (int depth = 0; depth <= MAX_DEPTH; depth++) {
      BtfType mine = Types.type(local, local.resolve(localId));
      BtfType theirs = Types.type(target, target.resolve(targetId));
      if (Types.isComposite(mine) && Types.isComposite(theirs)) {
        return true;
      }
      if (mine == null || !Types.sameKind(mine, theirs)) {
        return false;
      }
      switch (mine.kind()) {
        case PTR, FLOAT -> {
          return true;
        }
        case FWD, ENUM, ENUM64 -> {
          return mine.name().isEmpty()
              || theirs.name().isEmpty()
              || Names.match(mine.name(), theirs.name());
        }
        case INT -> {
          return bothWhole(mine, theirs);
        }
        case ARRAY -> {
          localId = ((BtfType.Array) mine).element();
          targetId = ((BtfType.Array) theirs).element();
        }
        case STRUCT,
            UNION,
            TYPEDEF,
            VOLATILE,
            CONST,
            RESTRICT,
            FUNC,
            FUNC_PROTO,
            VAR,
            DATASEC,
            DECL_TAG,
            TYPE_TAG -> {
          return false;
        }
      }
    }
    throw new Unrelocatable("its arrays are nested deeper than " + MAX_DEPTH);
  }

  /** Whether a type exists: of the same kind, through pointers, arrays and prototypes. */
  boolean ofTypes(int localId, int targetId) {
    return Types.sameKind(Types.type(local, localId), Types.type(target, targetId))
        && ofTypes(localId, targetId, MAX_DEPTH);
  }

  private boolean ofTypes(int localId, int targetId, int level) {
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      effort.spend(1);
      BtfType mine = Types.type(local, local.resolve(localId));
      BtfType theirs = Types.type(target, target.resolve(targetId));
      if (!Types.sameKind(mine, theirs)) {
        return false;
      }
      if (mine == null) {
        return true;
      }
      switch (mine.kind()) {
        case STRUCT, UNION, ENUM, ENUM64, FWD -> {
          return true;
        }
        case INT -> {
          return bothWhole(mine, theirs);
        }
        case PTR -> {
          localId = ((BtfType.Ptr) mine).type();
          targetId = ((BtfType.Ptr) theirs).type();
        }
        case ARRAY -> {
          localId = ((BtfType.Array) mine).element();
          targetId = ((BtfType.Array) theirs).element();
        }
        case FUNC_PROTO -> {
          if (!ofParameters((BtfType.FuncProto) mine, (BtfType.FuncProto) theirs, level)) {
            return false;
          }
          localId = ((BtfType.FuncProto) mine).returns();
          targetId = ((BtfType.FuncProto) theirs).returns();
        }
        case FLOAT, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, VAR, DATASEC, DECL_TAG, TYPE_TAG -> {
          return false;
        }
      }
    }
    throw new Unrelocatable("its types are nested deeper than " + MAX_DEPTH);
  }

  private boolean ofParameters(BtfType.FuncProto mine, BtfType.FuncProto theirs, int level) {
    List<BtfType.Param> parameters = mine.params();
    if (parameters.size() != theirs.params().size()) {
      return false;
    }
    for (int i = 0; i < parameters.size(); i++) {
      if (level <= 0) {
        throw new Unrelocatable("its prototypes are nested deeper than " + MAX_DEPTH);
      }
      int parameter = local.resolve(parameters.get(i).type());
      int theirParameter = target.resolve(theirs.params().get(i).type());
      if (!ofTypes(parameter, theirParameter, level - 1)) {
        return false;
      }
    }
    return true;
  }

  /** Integers with a bit offset of their own are the old form of bit fields: not relocated. */
  private static boolean bothWhole(BtfType mine, BtfType theirs) {
    return ((BtfType.Int) mine).bitOffset() == 0 && ((BtfType.Int) theirs).bitOffset() == 0;
  }
}
