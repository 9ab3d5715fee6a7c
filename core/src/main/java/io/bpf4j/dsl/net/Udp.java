package io.bpf4j.dsl.net;

import static io.bpf4j.dsl.Types.BE16;

import io.bpf4j.dsl.Be16;
import io.bpf4j.dsl.Field;
import io.bpf4j.dsl.Layout;

/** The UDP header: {@code struct udphdr} (uapi/linux/udp.h; RFC 768). */
public final class Udp {
  private static final Layout.Builder<Udp> STRUCT = Layout.struct("udphdr");

  /** Source port. */
  public static final Field<Udp, Be16> SOURCE = STRUCT.field("source", BE16);

  /** Destination port. */
  public static final Field<Udp, Be16> DESTINATION = STRUCT.field("dest", BE16);

  /** Length of header and payload in bytes. */
  public static final Field<Udp, Be16> LENGTH = STRUCT.field("len", BE16);

  /** Checksum, 0 where there is none. */
  public static final Field<Udp, Be16> CHECKSUM = STRUCT.field("check", BE16);

  /** 8 bytes. */
  public static final Layout<Udp> LAYOUT = STRUCT.build();

  private Udp() {}
}
