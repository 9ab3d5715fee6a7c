package io.bpf4j.benchmarks;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Instruction;
import io.bpf4j.object.ProgramSpec;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Millions of instructions decoded and encoded a second, of 100,000 instructions. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class CodecBenchmark {
  private static final int INSTRUCTIONS = 100_000;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  /**
   * The code: {@code programs} is the other benchmarks' programs one after the other, over and
   * over; {@code random} has their instructions in random order, which no branch predictor
   * foresees.
   */
  @Param({"programs", "random"})
  public String code;

  private Code decoded;
  private byte[] encoded;

  /** Makes the code. */
  @Setup
  public void prepare() {
    List<Instruction> pool = new ArrayList<>();
    for (String name : List.of("alu", "checksum", "maps")) {
      for (ProgramSpec program : Subject.object(name).programs()) {
        program.code().instructions().stream().filter(i -> i.slots() == 1).forEach(pool::add);
      }
    }
    Random random = new Random(1);
    List<Instruction> instructions = new ArrayList<>();
    for (int i = 0; i < INSTRUCTIONS; i++) {
      int at = code.equals("random") ? random.nextInt(pool.size()) : i % pool.size();
      instructions.add(pool.get(at));
    }
    // Decoded anew, so that each instruction is an object of its own, as when it comes from a file.
    encoded = Code.of(instructions).encode(ORDER);
    decoded = Code.decode(encoded, ORDER);
  }

  @Benchmark
  @OperationsPerInvocation(INSTRUCTIONS)
  public Code decode() {
    return Code.decode(encoded, ORDER);
  }

  @Benchmark
  @OperationsPerInvocation(INSTRUCTIONS)
  public byte[] encode() {
    return decoded.encode(ORDER);
  }
}
