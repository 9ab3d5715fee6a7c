package io.bpf4j.samples.dropblocked;

import static io.bpf4j.dsl.Types.BE32;
import static io.bpf4j.dsl.Types.U64;
import static io.bpf4j.dsl.XdpAction.XDP_DROP;
import static io.bpf4j.dsl.XdpAction.XDP_PASS;
import static io.bpf4j.dsl.net.Ethernet.ETH_P_IP;

import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.net.Ethernet;
import io.bpf4j.dsl.net.Ipv4;
import io.bpf4j.object.ObjectSpec;

/**
 * Drops IPv4 packets from blocked addresses, and counts them: the map {@code blocked} holds the
 * source addresses, as packets have them (first byte first), with the number of packets dropped.
 */
public final class DropBlocked {
  private DropBlocked() {}

  /** The object: program {@code drop_blocked} of type XDP, map {@code blocked}. */
  public static ObjectSpec object() {
    return Bpf.object(
        "drop_blocked",
        bpf -> {
          bpf.license("GPL");
          var blocked = bpf.hashMap("blocked", BE32, U64, 1024);

          bpf.xdp(
              "drop_blocked",
              xdp -> {
                var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_PASS);
                xdp.when(eth.get(Ethernet.PROTOCOL).ne(ETH_P_IP), () -> xdp.ret(XDP_PASS));
                var ip = xdp.packet(Ipv4.LAYOUT).after(eth).orReturn(XDP_PASS);

                blocked
                    .lookup(ip.get(Ipv4.SOURCE))
                    .ifPresent(
                        hits -> {
                          hits.atomicAdd(1);
                          xdp.ret(XDP_DROP);
                        });
                xdp.ret(XDP_PASS);
              });
        });
  }
}
