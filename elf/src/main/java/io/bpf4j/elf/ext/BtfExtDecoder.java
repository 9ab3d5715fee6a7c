package io.bpf4j.elf.ext;

import io.bpf4j.MalformedException;
import io.bpf4j.btf.BtfSection;
import io.bpf4j.elf.ext.BtfExt.CoreRecord;
import io.bpf4j.elf.ext.BtfExt.FunctionRecord;
import io.bpf4j.elf.ext.BtfExt.LineRecord;
import io.bpf4j.elf.ext.BtfExt.SectionRecords;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bytes of a .BTF.ext section to records; checks every offset and length before it uses it. */
public final class BtfExtDecoder {
  private static final String SECTION = ".BTF.ext";
  private static final int SHORT_HEADER = 24;
  private static final int FULL_HEADER = 32;

  private final ByteBuffer in;
  private final BtfSection strings;
  private final Map<String, SectionRecords> sections = new LinkedHashMap<>();

  private BtfExtDecoder(ByteBuffer in, BtfSection strings) {
    this.in = in;
    this.strings = strings;
  }

  /** Reads one record; the position is at its start. */
  private interface RecordReader {
    void read(SectionRecords into);
  }

  /**
   * Decodes what remains of a buffer.
   *
   * @param strings the .BTF section whose strings are referred to
   * @throws MalformedException where the bytes are no well-formed .BTF.ext
   */
  public static BtfExt decode(ByteBuffer bytes, BtfSection strings) {
    return new BtfExtDecoder(bytes.slice(), strings).decode();
  }

  private BtfExt decode() {
    if (in.limit() < SHORT_HEADER) {
      throw fail(in.limit(), "is shorter than its header of " + SHORT_HEADER + " bytes");
    }
    in.order(BtfSection.orderOf(in.getShort(0) & 0xffff, SECTION));
    if (in.get(2) != 1) {
      throw fail(2, "unknown version " + (in.get(2) & 0xff));
    }
    long header = in.getInt(4) & 0xffffffffL;
    if (header < SHORT_HEADER || header > in.limit()) {
      throw fail(4, "header length " + header);
    }
    part(header, 8, 8, this::function);
    part(header, 16, 16, this::line);
    if (header >= FULL_HEADER) {
      part(header, 24, 16, this::relocation);
    }
    return new BtfExt(sections);
  }

  private void part(long header, int field, int recordBytes, RecordReader reader) {
    long start = header + (in.getInt(field) & 0xffffffffL);
    long length = in.getInt(field + 4) & 0xffffffffL;
    if (start + length > in.limit()) {
      throw fail(field, "%d bytes at %d go past the section's end".formatted(length, start));
    }
    if (length == 0) {
      return;
    }
    int end = (int) (start + length);
    in.position((int) start);
    require(4, end);
    long size = in.getInt() & 0xffffffffL;
    if (size < recordBytes || size % 4 != 0) {
      throw fail(start, "records of " + size + " bytes");
    }
    while (in.position() < end) {
      records(end, size, reader);
    }
  }

  private void records(int end, long size, RecordReader reader) {
    int at = in.position();
    require(8, end);
    String name = string(in.getInt());
    long count = in.getInt() & 0xffffffffL;
    if (count * size > end - in.position()) {
      throw fail(at, "%d records of %d bytes go past the end".formatted(count, size));
    }
    SectionRecords into =
        sections.computeIfAbsent(
            name, n -> new SectionRecords(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    for (long i = 0; i < count; i++) {
      int next = in.position() + (int) size;
      reader.read(into);
      in.position(next);
    }
  }

  private void function(SectionRecords into) {
    into.functions().add(new FunctionRecord(offset(), in.getInt()));
  }

  private void line(SectionRecords into) {
    int offset = offset();
    String file = string(in.getInt());
    String text = string(in.getInt());
    int place = in.getInt();
    into.lines().add(new LineRecord(offset, file, text, place >>> 10, place & 0x3ff));
  }

  private void relocation(SectionRecords into) {
    int offset = offset();
    int type = in.getInt();
    into.relocations().add(new CoreRecord(offset, type, string(in.getInt()), in.getInt()));
  }

  private int offset() {
    int at = in.position();
    int offset = in.getInt();
    if (offset < 0 || offset % 8 != 0) {
      throw fail(at, "instruction offset " + (offset & 0xffffffffL) + " is no slot's");
    }
    return offset;
  }

  private String string(int offset) {
    int at = in.position() - 4;
    String string = strings.string(offset);
    if (string == null) {
      throw fail(at, "string offset " + (offset & 0xffffffffL) + " is past .BTF's strings");
    }
    return string;
  }

  private void require(int bytes, int end) {
    if (end - in.position() < bytes) {
      throw fail(in.position(), "is cut short");
    }
  }

  private static MalformedException fail(long offset, String reason) {
    return new MalformedException(SECTION, offset, reason);
  }
}
