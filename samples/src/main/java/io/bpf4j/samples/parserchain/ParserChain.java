package io.bpf4j.samples.parserchain;

import static io.bpf4j.dsl.Types.U64;
import static io.bpf4j.dsl.XdpAction.XDP_PASS;
import static io.bpf4j.dsl.net.Ethernet.ETH_P_IP;

import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.Xdp;
import io.bpf4j.dsl.net.Ethernet;
import io.bpf4j.dsl.net.Ipv4;
import io.bpf4j.dsl.net.Tcp;
import io.bpf4j.dsl.net.Udp;
import io.bpf4j.object.ObjectSpec;

/**
 * Counts packets by protocol in a chain of programs: {@code ethernet} goes on in {@code ipv4}, that
 * in {@code tcp} or {@code udp} by the protocol's number. Shows tail calls through a program array.
 */
public final class ParserChain {
  /** Element of the map {@code counts}: packets that are not IPv4. */
  public static final int OTHER = 0;

  /** Element of the map {@code counts}: IPv4 packets that are neither TCP nor UDP. */
  public static final int IPV4 = 1;

  /** Element of the map {@code counts}: TCP packets that open a connection. */
  public static final int TCP_SYN = 2;

  /** Element of the map {@code counts}: UDP packets. */
  public static final int UDP = 3;

  /** Slot of the IPv4 parser, at a number that no protocol of IPv4 has. */
  private static final int IPV4_SLOT = 256;

  private ParserChain() {}

  /** The object: four programs of type XDP, of which {@code ethernet} is to be attached. */
  public static ObjectSpec object() {
    return Bpf.object(
        "parser_chain",
        bpf -> {
          bpf.license("GPL");
          var counts = bpf.array("counts", U64, 4);
          var parsers = bpf.progArray("parsers", Xdp.class, IPV4_SLOT + 1);

          bpf.xdp(
              "ethernet",
              xdp -> {
                var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_PASS);
                xdp.when(
                    eth.get(Ethernet.PROTOCOL).eq(ETH_P_IP),
                    () -> xdp.tailCall(parsers, IPV4_SLOT));
                counts.lookup(OTHER).ifPresent(count -> count.atomicAdd(1));
                xdp.ret(XDP_PASS);
              });

          var ipv4 =
              bpf.xdp(
                  "ipv4",
                  xdp -> {
                    var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_PASS);
                    var ip = xdp.packet(Ipv4.LAYOUT).after(eth).orReturn(XDP_PASS);
                    xdp.tailCall(parsers, ip.get(Ipv4.PROTOCOL).toU32());
                    // No parser has the protocol's slot.
                    counts.lookup(IPV4).ifPresent(count -> count.atomicAdd(1));
                    xdp.ret(XDP_PASS);
                  });

          var tcp =
              bpf.xdp(
                  "tcp",
                  xdp -> {
                    var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_PASS);
                    var ip = xdp.packet(Ipv4.LAYOUT).after(eth).orReturn(XDP_PASS);
                    var head = xdp.packet(Tcp.LAYOUT).after(ip, Ipv4.length(ip)).orReturn(XDP_PASS);
                    var opening = head.get(Tcp.FLAGS).and(Tcp.SYN | Tcp.ACK).eq(Tcp.SYN);
                    xdp.when(
                        opening,
                        () -> counts.lookup(TCP_SYN).ifPresent(count -> count.atomicAdd(1)));
                    xdp.ret(XDP_PASS);
                  });

          var udp =
              bpf.xdp(
                  "udp",
                  xdp -> {
                    var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_PASS);
                    var ip = xdp.packet(Ipv4.LAYOUT).after(eth).orReturn(XDP_PASS);
                    xdp.packet(Udp.LAYOUT).after(ip, Ipv4.length(ip)).orReturn(XDP_PASS);
                    counts.lookup(UDP).ifPresent(count -> count.atomicAdd(1));
                    xdp.ret(XDP_PASS);
                  });

          parsers.set(IPV4_SLOT, ipv4);
          parsers.set(Ipv4.IPPROTO_TCP, tcp);
          parsers.set(Ipv4.IPPROTO_UDP, udp);
        });
  }
}
