package io.bpf4j.dsl.compiler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A function of machine instructions, while its registers are being chosen. */
final class MachineFunction {
  private final String name;
  private final List<MachineBlock> blocks = new ArrayList<>();
  private final Set<Integer> temporaries = new HashSet<>();
  private final Frame frame;
  private int registers = MachineInstruction.FIRST_VIRTUAL;

  MachineFunction(String name, Frame frame) {
    this.name = name;
    this.frame = frame;
  }

  String name() {
    return name;
  }

  Frame frame() {
    return frame;
  }

  List<MachineBlock> blocks() {
    return blocks;
  }

  int newRegister() {
    return registers++;
  }

  /** A register of one instruction only, which spilling cannot shorten. */
  int newTemporary() {
    temporaries.add(registers);
    return registers++;
  }

  boolean isTemporary(int register) {
    return temporaries.contains(register);
  }

  /** How many registers there are, the machine's included. */
  int registers() {
    return registers;
  }
}
