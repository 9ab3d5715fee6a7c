package io.bpf4j.vm;

/** A record that a program reserved in a ring buffer; used again for others after that. */
final class RingRecord {
  final RingBufferStore ring;
  final Region region;

  /** Address of the region's offset 0. */
  final long address;

  /** Where the record's header is in the buffer. */
  long position;

  boolean reserved;

  RingRecord(RingBufferStore ring, Memory memory) {
    this.ring = ring;
    region = Region.of("record of map " + ring.spec.name(), new byte[0], true);
    region.record = this;
    address = memory.add(region);
  }

  /** Shows the bytes of a newly reserved record. */
  void open(byte[] data, long itsPosition, int start, int size) {
    position = itsPosition;
    reserved = true;
    region.bytes = data;
    region.start = start;
    region.end = start + size;
  }

  /** Address of the record's first byte behind its header. */
  long dataAddress() {
    return address + region.start;
  }

  /** From now on any access is out of bounds. */
  void close() {
    reserved = false;
    region.end = region.start;
  }
}
