package io.bpf4j.spec.generate;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.Linkage;
import java.util.ArrayList;
import java.util.List;

/** The functions of a program, with types ({@code int f(u64, u64)}) or without. */
final class FunctionTypes {
  private final List<FunctionEntry> functions = new ArrayList<>();
  private final Btf btf;

  /** Functions that begin at given places, the first one at pc 0; all but that one are static. */
  FunctionTypes(List<Integer> starts, boolean typed) {
    BtfBuilder types = new BtfBuilder();
    int proto = typed ? prototype(types) : 0;
    for (int pc : starts) {
      String name = pc == 0 ? "main" : "f" + pc;
      Linkage linkage = pc == 0 ? Linkage.GLOBAL : Linkage.STATIC;
      BtfType.Linkage typeLinkage = pc == 0 ? BtfType.Linkage.GLOBAL : BtfType.Linkage.STATIC;
      int type = typed ? types.func(name, proto, typeLinkage) : 0;
      functions.add(new FunctionEntry(name, pc, linkage, type));
    }
    btf = typed ? types.build() : Btf.EMPTY;
  }

  private static int prototype(BtfBuilder types) {
    int number = types.u64();
    List<BtfType.Param> parameters =
        List.of(new BtfType.Param("a", number), new BtfType.Param("b", number));
    return types.funcProto(types.s32(), parameters);
  }

  List<FunctionEntry> functions() {
    return functions;
  }

  Btf btf() {
    return btf;
  }
}
