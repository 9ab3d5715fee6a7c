package io.bpf4j.loader;

import io.bpf4j.LinkException;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.References;

/** Puts file descriptors where a program refers to maps, while it is encoded for the kernel. */
final class Descriptors implements References {
  // BPF_PSEUDO_MAP_FD and BPF_PSEUDO_MAP_VALUE (uapi/linux/bpf.h).
  private static final int MAP_FD = 1;
  private static final int MAP_VALUE = 2;

  private final ProgramLoad load;

  Descriptors(ProgramLoad load) {
    this.load = load;
  }

  @Override
  public Fields imm64(int pc, Imm64 reference) {
    if (reference instanceof Imm64.MapReference map) {
      return new Fields(MAP_FD, descriptor(pc, map.map()), 0);
    }
    if (reference instanceof Imm64.MapValueReference value) {
      return new Fields(MAP_VALUE, descriptor(pc, value.map()), value.offset());
    }
    if (reference instanceof Imm64.SubprogramAddress address) {
      throw unresolved(address.subprogram(), pc, "is not linked: link the object first");
    }
    if (reference instanceof Imm64.KernelSymbol symbol) {
      throw unresolved(symbol.symbol(), pc, "is a kernel symbol, which cannot be resolved yet");
    }
    return NONE.imm64(pc, reference);
  }

  @Override
  public Fields callee(int pc, Callee callee) {
    if (callee instanceof Callee.Subprogram subprogram) {
      throw unresolved(subprogram.name(), pc, "is not linked: link the object first");
    }
    if (callee instanceof Callee.Kfunc kfunc) {
      throw unresolved(kfunc.name(), pc, "is a kernel function, which cannot be resolved yet");
    }
    return NONE.callee(pc, callee);
  }

  private int descriptor(int pc, String name) {
    BpfMap map = load.maps().get(name);
    if (map == null) {
      throw unresolved(name, pc, "is a map that was not given");
    }
    return map.descriptor();
  }

  private LinkException unresolved(String symbol, int pc, String reason) {
    return new LinkException(
        symbol, "in program " + load.program().name() + " at pc " + pc + " " + reason);
  }
}
