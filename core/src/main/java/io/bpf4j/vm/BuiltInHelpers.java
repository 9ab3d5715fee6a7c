package io.bpf4j.vm;

/** The helpers that the VM has of its own. */
final class BuiltInHelpers {
  private BuiltInHelpers() {}

  static HelperTable of(Machine machine, Contexts contexts) {
    HelperTable table = new HelperTable();
    Memory memory = machine.memory();
    Environment environment = machine.environment();
    new MapHelpers(memory).addTo(table);
    new EnvironmentHelpers(environment).addTo(table);
    new PrintHelpers(memory, environment).addTo(table);
    new XdpCalls(memory, contexts.packet()).addTo(table);
    new SocketBufferCalls(memory, contexts).addTo(table);
    new ChecksumCalls(memory, contexts).addTo(table);
    new RedirectCalls(memory, contexts).addTo(table);
    return table;
  }
}
