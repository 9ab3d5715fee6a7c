package io.bpf4j.elf.writing;

import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.object.ObjectSpec;
import java.util.LinkedHashSet;
import java.util.Set;

/** The symbols that an object's code refers to, each kind in order of first use. */
final class ObjectSymbols {
  final Set<String> subprograms = new LinkedHashSet<>();
  final Set<String> kernelFunctions = new LinkedHashSet<>();
  final Set<String> kernelSymbols = new LinkedHashSet<>();
  final Set<String> maps = new LinkedHashSet<>();
  final Set<String> variables = new LinkedHashSet<>();

  ObjectSymbols(ObjectSpec object) {
    object.programs().forEach(program -> add(program.code()));
    object.subprograms().forEach(subprogram -> add(subprogram.code()));
    // A weak kernel function is also asked for its address: one symbol, and a function.
    kernelSymbols.removeAll(kernelFunctions);
  }

  private void add(Code code) {
    for (Instruction instruction : code.instructions()) {
      if (instruction instanceof Call call) {
        add(call.callee());
      } else if (instruction instanceof LoadImm64 load) {
        add(load.value());
      }
    }
  }

  private void add(Callee callee) {
    if (callee instanceof Callee.Subprogram subprogram) {
      subprograms.add(subprogram.name());
    } else if (callee instanceof Callee.Kfunc kfunc) {
      kernelFunctions.add(kfunc.name());
    }
  }

  private void add(Imm64 value) {
    if (value instanceof Imm64.SubprogramAddress address) {
      subprograms.add(address.subprogram());
    } else if (value instanceof Imm64.KernelSymbol symbol) {
      kernelSymbols.add(symbol.symbol());
    } else if (value instanceof Imm64.MapReference reference) {
      maps.add(reference.map());
    } else if (value instanceof Imm64.MapValueReference reference) {
      variables.add(reference.map());
    }
  }
}
