package io.bpf4j.elf.ext;

import io.bpf4j.btf.BtfEncoder;
import io.bpf4j.btf.BtfSection;
import io.bpf4j.elf.ext.BtfExt.SectionRecords;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Records to the bytes of a .BTF.ext section. */
public final class BtfExtEncoder {
  private static final int HEADER_BYTES = 32;

  private final BtfExt info;
  private final BtfEncoder strings;
  private final ByteOrder order;

  private BtfExtEncoder(BtfExt info, BtfEncoder strings, ByteOrder order) {
    this.info = info;
    this.strings = strings;
    this.order = order;
  }

  /** Encodes; adds the strings that it refers to to those of .BTF. */
  public static byte[] encode(BtfExt info, BtfEncoder strings, ByteOrder order) {
    return new BtfExtEncoder(info, strings, order).encode();
  }

  private byte[] encode() {
    byte[] functions =
        part(8, SectionRecords::functions, (f, out) -> out.putInt(f.offset()).putInt(f.type()));
    byte[] lines =
        part(
            16,
            SectionRecords::lines,
            (l, out) -> {
              out.putInt(l.offset()).putInt(strings.string(l.file()));
              out.putInt(strings.string(l.text())).putInt(l.line() << 10 | l.column());
            });
    byte[] relocations =
        part(
            16,
            SectionRecords::relocations,
            (r, out) -> {
              out.putInt(r.offset()).putInt(r.type());
              out.putInt(strings.string(r.access())).putInt(r.kind());
            });
    int length = HEADER_BYTES + functions.length + lines.length + relocations.length;
    ByteBuffer out = ByteBuffer.allocate(length).order(order);
    out.putShort((short) BtfSection.MAGIC).put((byte) 1).put((byte) 0).putInt(HEADER_BYTES);
    out.putInt(0).putInt(functions.length);
    out.putInt(functions.length).putInt(lines.length);
    out.putInt(functions.length + lines.length).putInt(relocations.length);
    return out.put(functions).put(lines).put(relocations).array();
  }

  private <T> byte[] part(
      int recordBytes, Function<SectionRecords, List<T>> records, BiConsumer<T, ByteBuffer> write) {
    int length = 4;
    for (SectionRecords section : info.sections().values()) {
      int count = records.apply(section).size();
      length += count == 0 ? 0 : 8 + count * recordBytes;
    }
    if (length == 4) {
      return new byte[0];
    }
    ByteBuffer out = ByteBuffer.allocate(length).order(order);
    out.putInt(recordBytes);
    info.sections()
        .forEach(
            (name, section) -> {
              List<T> list = records.apply(section);
              if (!list.isEmpty()) {
                out.putInt(strings.string(name)).putInt(list.size());
                list.forEach(record -> write.accept(record, out));
              }
            });
    return out.array();
  }
}
