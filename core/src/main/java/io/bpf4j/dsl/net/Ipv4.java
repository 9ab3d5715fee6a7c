package io.bpf4j.dsl.net;

import static io.bpf4j.dsl.Types.BE16;
import static io.bpf4j.dsl.Types.BE32;
import static io.bpf4j.dsl.Types.U8;

import io.bpf4j.dsl.Be16;
import io.bpf4j.dsl.Be32;
import io.bpf4j.dsl.Field;
import io.bpf4j.dsl.Header;
import io.bpf4j.dsl.Layout;
import io.bpf4j.dsl.U32;
import io.bpf4j.dsl.U8;

/** The IPv4 header without options: {@code struct iphdr} (uapi/linux/ip.h; RFC 791). */
public final class Ipv4 {
  /** Protocol number of ICMP. */
  public static final int IPPROTO_ICMP = 1;

  /** Protocol number of TCP. */
  public static final int IPPROTO_TCP = 6;

  /** Protocol number of UDP. */
  public static final int IPPROTO_UDP = 17;

  private static final Layout.Builder<Ipv4> STRUCT = Layout.struct("iphdr");

  /** Length of the header in words of 4 bytes, 5 without options. */
  public static final Field<Ipv4, U8> IHL = STRUCT.bits("ihl", U8, 4);

  /** 4. */
  public static final Field<Ipv4, U8> VERSION = STRUCT.bits("version", U8, 4);

  /** Type of service. */
  public static final Field<Ipv4, U8> TOS = STRUCT.field("tos", U8);

  /** Length of header and payload in bytes. */
  public static final Field<Ipv4, Be16> TOTAL_LENGTH = STRUCT.field("tot_len", BE16);

  /** Identification of the fragments of one datagram. */
  public static final Field<Ipv4, Be16> ID = STRUCT.field("id", BE16);

  /** Flags in the upper 3 bits, fragment offset in units of 8 bytes in the lower 13. */
  public static final Field<Ipv4, Be16> FRAGMENT_OFFSET = STRUCT.field("frag_off", BE16);

  /** Time to live. */
  public static final Field<Ipv4, U8> TTL = STRUCT.field("ttl", U8);

  /** What follows: IPPROTO_UDP and its like. */
  public static final Field<Ipv4, U8> PROTOCOL = STRUCT.field("protocol", U8);

  /** Checksum of the header. */
  public static final Field<Ipv4, Be16> CHECKSUM = STRUCT.field("check", BE16);

  /** Source address. */
  public static final Field<Ipv4, Be32> SOURCE = STRUCT.field("saddr", BE32);

  /** Destination address. */
  public static final Field<Ipv4, Be32> DESTINATION = STRUCT.field("daddr", BE32);

  /** 20 bytes. */
  public static final Layout<Ipv4> LAYOUT = STRUCT.build();

  private Ipv4() {}

  /** The length of a header with its options, in bytes: for {@code after(ip, length)}. */
  public static U32 length(Header<Ipv4> ip) {
    return ip.get(IHL).toU32().shl(2);
  }
}
