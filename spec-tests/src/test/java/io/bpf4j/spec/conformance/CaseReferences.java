package io.bpf4j.spec.conformance;

import io.bpf4j.LinkException;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.References;
import java.util.ArrayList;
import java.util.List;

/** What stands for the map in the bytes of a case: the pseudo source, and numbers of no meaning. */
final class CaseReferences implements References {
  static final References OF_OBJECT_FILES = new CaseReferences();
  private static final int MAP = 1;
  private static final int MAP_VALUE = 2;

  private CaseReferences() {}

  @Override
  public Fields imm64(int pc, Imm64 reference) {
    if (reference instanceof Imm64.MapValueReference value) {
      return new Fields(MAP_VALUE, 0, value.offset());
    }
    if (reference instanceof Imm64.MapReference) {
      return new Fields(MAP, 0, 0);
    }
    throw new LinkException(reference.toString(), "no case refers to such");
  }

  @Override
  public Fields callee(int pc, Callee callee) {
    throw new LinkException(callee.toString(), "no case calls such");
  }

  /** The code with numbers for names. */
  static Code withoutNames(Code code) {
    List<Instruction> out = new ArrayList<>();
    for (int i = 0; i < code.instructions().size(); i++) {
      Instruction instruction = code.instructions().get(i);
      boolean named =
          instruction instanceof LoadImm64 load
              && (load.value() instanceof Imm64.MapReference
                  || load.value() instanceof Imm64.MapValueReference);
      if (named) {
        LoadImm64 load = (LoadImm64) instruction;
        Fields fields = OF_OBJECT_FILES.imm64(code.pcOf(i), load.value());
        instruction =
            new LoadImm64(
                load.dst(), new Imm64.Unresolved(fields.source(), fields.imm(), fields.next()));
      }
      out.add(instruction);
    }
    return Code.of(out);
  }
}
