package io.bpf4j.vm;

/** The helpers that the VM has of its own. */
final class BuiltInHelpers {
  private BuiltInHelpers() {}

  static HelperTable of(Machine machine, Contexts contexts) {
    HelperTable table = new HelperTable();
    Memory memory = machine.memory();
    Environment environment = machine.environment();
    Dynptrs dynptrs = new Dynptrs(memory);
    new MapHelpers(memory).addTo(table);
    new ClockHelpers(environment).addTo(table);
    new TaskHelpers(memory, environment).addTo(table);
    new PrintHelpers(memory, environment).addTo(table);
    new XdpHelpers(memory, contexts.packet()).addTo(table);
    new SocketBufferHelpers(memory, contexts).addTo(table);
    new ChecksumHelpers(memory, contexts).addTo(table);
    new RedirectHelpers(memory, contexts).addTo(table);
    new StringHelpers(memory).addTo(table);
    new ProbeHelpers(memory, environment).addTo(table);
    new RingBufferHelpers(memory, dynptrs).addTo(table);
    dynptrs.addTo(table);
    new PerfHelpers(memory, environment, contexts.packet()).addTo(table);
    new StorageHelpers(memory, environment).addTo(table);
    new TimerHelpers(machine).addTo(table);
    new CallbackHelpers(machine, dynptrs).addTo(table);
    return table;
  }
}
