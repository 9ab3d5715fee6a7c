package io.bpf4j.benchmarks;

import io.bpf4j.asm.Assembler;
import io.bpf4j.object.ObjectSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A program to measure: its text is a resource beside this class, its program has its name. */
final class Subject {
  /** Long enough for every subject. */
  private static final int PACKET_SIZE = 1500;

  private Subject() {}

  static ObjectSpec object(String name) {
    return Assembler.object(name, text(name + ".s"));
  }

  static String text(String resource) {
    try (InputStream in = Subject.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A frame of bytes that are all different from their neighbours. */
  static byte[] packet() {
    byte[] packet = new byte[PACKET_SIZE];
    for (int i = 0; i < packet.length; i++) {
      packet[i] = (byte) (i * 31 + 7);
    }
    return packet;
  }
}
