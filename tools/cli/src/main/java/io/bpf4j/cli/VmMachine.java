package io.bpf4j.cli;

import io.bpf4j.asm.Disassembler;
import io.bpf4j.asm.Printable;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Register;
import io.bpf4j.link.Linker;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.vm.Fault;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.Redirect;
import io.bpf4j.vm.Run;
import io.bpf4j.vm.SocketBuffer;
import io.bpf4j.vm.Tracer;
import io.bpf4j.vm.Vm;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The VM inside of this process. */
final class VmMachine implements Machine {
  static final String NAME = "bpf4j's VM";

  private static final int ETHERNET_HEADER = 14;

  private final ObjectSpec object;
  private final Vm vm;

  /** With a trace of every instruction on a screen where {@code traced} is not null. */
  VmMachine(ObjectSpec spec, Screen screen, boolean traced) {
    object = Linker.link(spec);
    Vm.Builder builder =
        Vm.builder(object)
            .clock(System::nanoTime)
            .printer(line -> screen.line("trace_printk: " + Printable.of(line)));
    vm = builder.tracer(traced ? tracer(screen) : null).build();
  }

  private Tracer tracer(Screen screen) {
    return (program, pc, after) -> {
      Code code = object.program(program).orElseThrow().code();
      String text = Disassembler.llvm().text(code.instructions().get(code.indexAt(pc)));
      StringBuilder registers = new StringBuilder();
      for (Register register : Register.values()) {
        long value = after.get(register);
        if (value != 0 && register != Register.R10) {
          registers.append(' ').append(register).append('=').append(Long.toHexString(value));
        }
      }
      screen.line(String.format("%6d  %-40s%s", pc, Printable.of(text), registers));
    };
  }

  /** What a program runs on, as the kernel's test run would hand it over; empty where nothing. */
  static Optional<Input> input(ProgramSpec program, byte[] bytes) {
    return Input.ofTestRun(program.type(), program.attachType(), bytes);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Outcome run(String program, byte[] packet) {
    ProgramSpec its = object.program(program).orElseThrow();
    Run run = vm.run(program, input(its, packet).orElseThrow());
    String fault = run.fault().map(VmMachine::describe).orElse(null);
    byte[] after = frame(its.type(), packet, run.packet());
    String redirect = run.redirect().map(VmMachine::describe).orElse(null);
    String cost = run.instructions() + " instructions";
    return new Outcome(run.returnValue(), after, redirect, cost, fault);
  }

  private static String describe(Redirect redirect) {
    return redirect.map().isEmpty()
        ? "interface " + redirect.target()
        : "entry " + redirect.target() + " of map " + redirect.map();
  }

  /** The frame afterwards: types that do not see its Ethernet header leave it as it was. */
  private static byte[] frame(ProgramType type, byte[] before, byte[] after) {
    if (!SocketBuffer.isFor(type) || SocketBuffer.seesLinkHeader(type)) {
      return after;
    }
    byte[] frame = Arrays.copyOf(before, ETHERNET_HEADER + after.length);
    System.arraycopy(after, 0, frame, ETHERNET_HEADER, after.length);
    return frame;
  }

  static String describe(Fault fault) {
    return fault.kind()
        + " at pc "
        + fault.pc()
        + " of "
        + fault.program()
        + ": "
        + fault.message();
  }

  @Override
  public List<MapSpec> maps() {
    return object.maps();
  }

  @Override
  public List<byte[]> keys(String map) {
    return vm.map(map).orElseThrow().keys();
  }

  @Override
  public Optional<byte[]> lookup(String map, byte[] key) {
    return vm.map(map).orElseThrow().lookup(key);
  }

  @Override
  public void update(String map, byte[] key, byte[] value) {
    vm.map(map).orElseThrow().update(key, value);
  }

  @Override
  public void close() {
    // The VM holds memory only.
  }
}
