package io.bpf4j.dsl.net;

import static io.bpf4j.dsl.Types.BE16;
import static io.bpf4j.dsl.Types.U8;

import io.bpf4j.dsl.ArrayField;
import io.bpf4j.dsl.Be16;
import io.bpf4j.dsl.Field;
import io.bpf4j.dsl.Layout;
import io.bpf4j.dsl.U8;

/** The Ethernet header: {@code struct ethhdr} (uapi/linux/if_ether.h). */
public final class Ethernet {
  /** EtherType of IPv4. */
  public static final int ETH_P_IP = 0x0800;

  /** EtherType of ARP. */
  public static final int ETH_P_ARP = 0x0806;

  /** EtherType of IPv6. */
  public static final int ETH_P_IPV6 = 0x86dd;

  private static final Layout.Builder<Ethernet> STRUCT = Layout.struct("ethhdr");

  /** Destination address. */
  public static final ArrayField<Ethernet, U8> DESTINATION = STRUCT.array("h_dest", U8, 6);

  /** Source address. */
  public static final ArrayField<Ethernet, U8> SOURCE = STRUCT.array("h_source", U8, 6);

  /** EtherType: ETH_P_IP and its like. */
  public static final Field<Ethernet, Be16> PROTOCOL = STRUCT.field("h_proto", BE16);

  /** 14 bytes. */
  public static final Layout<Ethernet> LAYOUT = STRUCT.build();

  private Ethernet() {}
}
