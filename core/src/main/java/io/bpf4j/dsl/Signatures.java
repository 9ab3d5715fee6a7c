package io.bpf4j.dsl;

import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType;
import java.util.ArrayList;
import java.util.List;

/** The BTF prototypes of programs and subprograms. */
final class Signatures {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  /** struct xdp_md (uapi/linux/bpf.h). */
  private static final Layout<Xdp> XDP_MD = xdpMd();

  private Signatures() {}

  private static Layout<Xdp> xdpMd() {
    Layout.Builder<Xdp> struct = Layout.struct("xdp_md");
    List.of("data", "data_end", "data_meta", "ingress_ifindex", "rx_queue_index", "egress_ifindex")
        .forEach(field -> struct.field(field, Types.U32));
    return struct.build();
  }

  static int xdp(BtfBuilder btf) {
    return program(btf, XDP_MD.btfType(btf));
  }

  static int socketFilter(BtfBuilder btf) {
    return program(btf, btf.add(new BtfType.Fwd("__sk_buff", false)));
  }

  /** {@code int program(struct context *ctx)}. */
  static int program(BtfBuilder btf, int context) {
    int pointer = btf.pointer(context);
    return btf.funcProto(btf.s32(), List.of(new BtfType.Param("ctx", pointer)));
  }

  static int subprogram(BtfBuilder btf, Type<?> result, Type<?>... parameters) {
    List<BtfType.Param> params = new ArrayList<>();
    for (Type<?> parameter : parameters) {
      params.add(new BtfType.Param(NAMES.get(params.size()), BtfTypes.of(parameter, btf)));
    }
    return btf.funcProto(BtfTypes.of(result, btf), params);
  }
}
