package io.bpf4j.vm;

/** The helpers that the VM has of its own. */
final class BuiltInHelpers {
  private BuiltInHelpers() {}

  static HelperTable of(Machine machine, PacketBytes packet) {
    HelperTable table = new HelperTable();
    Memory memory = machine.memory();
    Environment environment = machine.environment();
    new MapHelpers(memory).addTo(table);
    new EnvironmentHelpers(environment).addTo(table);
    new PrintHelpers(memory, environment).addTo(table);
    new PacketHelpers(packet).addTo(table);
    return table;
  }
}
