package io.bpf4j.cli;

import io.bpf4j.loader.BpfObject;
import io.bpf4j.loader.TestRun;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import java.util.List;
import java.util.Optional;

/** The kernel of this machine: loads the object, and runs programs in its test run. */
final class KernelMachine implements Machine {
  private final BpfObject object;

  KernelMachine(ObjectSpec spec) {
    object = BpfObject.load(spec);
  }

  static String kernelName() {
    return "the kernel (Linux " + System.getProperty("os.version") + ")";
  }

  @Override
  public String name() {
    return kernelName();
  }

  @Override
  public Outcome run(String program, byte[] packet) {
    TestRun run = object.program(program).testRun(packet);
    String cost = run.durationNanos() + " ns";
    return new Outcome(run.returnValue(), run.packet(), null, cost, null);
  }

  @Override
  public List<MapSpec> maps() {
    return object.spec().maps();
  }

  @Override
  public List<byte[]> keys(String map) {
    return object.map(map).keys();
  }

  @Override
  public Optional<byte[]> lookup(String map, byte[] key) {
    return object.map(map).lookup(key);
  }

  @Override
  public void update(String map, byte[] key, byte[] value) {
    object.map(map).update(key, value);
  }

  @Override
  public void close() {
    object.close();
  }
}
