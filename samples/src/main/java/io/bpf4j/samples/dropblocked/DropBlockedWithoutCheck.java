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
 * {@link DropBlocked} with a mistake, to show a rejection: it counts in the element of the map
 * without asking whether there is one. The DSL lets that happen only where it is told to, by {@code
 * unchecked()}.
 */
public final class DropBlockedWithoutCheck {
  private DropBlockedWithoutCheck() {}

  /** The object, whose program {@code drop_blocked} is rejected. */
  public static ObjectSpec object() {
    return Bpf.object(
        "drop_blocked_without_check",
        bpf -> {
          bpf.license("GPL");
          var blocked = bpf.hashMap("blocked", BE32, U64, 1024);

          bpf.xdp(
              "drop_blocked",
              xdp -> {
                var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_PASS);
                xdp.when(eth.get(Ethernet.PROTOCOL).ne(ETH_P_IP), () -> xdp.ret(XDP_PASS));
                var ip = xdp.packet(Ipv4.LAYOUT).after(eth).orReturn(XDP_PASS);

                var hits = blocked.lookup(ip.get(Ipv4.SOURCE)).unchecked();
                hits.atomicAdd(1);
                xdp.ret(XDP_DROP);
              });
        });
  }
}
