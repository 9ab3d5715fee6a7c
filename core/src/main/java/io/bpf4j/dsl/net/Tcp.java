package io.bpf4j.dsl.net;

import static io.bpf4j.dsl.Types.BE16;
import static io.bpf4j.dsl.Types.BE32;
import static io.bpf4j.dsl.Types.U8;

import io.bpf4j.dsl.Be16;
import io.bpf4j.dsl.Be32;
import io.bpf4j.dsl.Field;
import io.bpf4j.dsl.Layout;
import io.bpf4j.dsl.U8;

/** The TCP header without options: {@code struct tcphdr} (uapi/linux/tcp.h; RFC 9293). */
public final class Tcp {
  /** Flag: no more data from the sender. */
  public static final int FIN = 0x01;

  /** Flag: synchronises sequence numbers. */
  public static final int SYN = 0x02;

  /** Flag: resets the connection. */
  public static final int RST = 0x04;

  /** Flag: the acknowledgement number counts. */
  public static final int ACK = 0x10;

  private static final Layout.Builder<Tcp> STRUCT = Layout.struct("tcphdr");

  /** Source port. */
  public static final Field<Tcp, Be16> SOURCE = STRUCT.field("source", BE16);

  /** Destination port. */
  public static final Field<Tcp, Be16> DESTINATION = STRUCT.field("dest", BE16);

  /** Sequence number. */
  public static final Field<Tcp, Be32> SEQUENCE = STRUCT.field("seq", BE32);

  /** Acknowledgement number. */
  public static final Field<Tcp, Be32> ACKNOWLEDGEMENT = STRUCT.field("ack_seq", BE32);

  /** Reserved bits. */
  public static final Field<Tcp, U8> RESERVED = STRUCT.bits("res1", U8, 4);

  /** Length of the header in words of 4 bytes, 5 without options. */
  public static final Field<Tcp, U8> DATA_OFFSET = STRUCT.bits("doff", U8, 4);

  /** Flags: SYN and its like. */
  public static final Field<Tcp, U8> FLAGS = STRUCT.field("flags", U8);

  /** Window size. */
  public static final Field<Tcp, Be16> WINDOW = STRUCT.field("window", BE16);

  /** Checksum. */
  public static final Field<Tcp, Be16> CHECKSUM = STRUCT.field("check", BE16);

  /** Where urgent data ends. */
  public static final Field<Tcp, Be16> URGENT_POINTER = STRUCT.field("urg_ptr", BE16);

  /** 20 bytes. */
  public static final Layout<Tcp> LAYOUT = STRUCT.build();

  private Tcp() {}
}
