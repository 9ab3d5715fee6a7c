package io.bpf4j.spec.kernel;

import io.bpf4j.kernel.Argument;
import io.bpf4j.kernel.ArgumentKind;
import io.bpf4j.kernel.HelperPrototype;
import io.bpf4j.kernel.PacketUse;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What the kinds of arguments mean: which offers the kernel must take, the others refused. */
final class Expectation {
  private static final Set<Offer> READABLE =
      EnumSet.of(
          Offer.STACK,
          Offer.UNINITIALISED_STACK,
          Offer.SPILLED_POINTER,
          Offer.STACK_AT_FOUR,
          Offer.STACK_AT_ODD,
          Offer.MAP_VALUE,
          Offer.READ_ONLY_MAP_VALUE,
          Offer.STRING);
  private static final Set<Offer> SIZES =
      EnumSet.of(Offer.ONE, Offer.EIGHT, Offer.ONE_TO_EIGHT, Offer.SIXTY_FIVE);
  private static final Set<Offer> CONSTANTS =
      EnumSet.of(Offer.ZERO, Offer.ONE, Offer.EIGHT, Offer.SIXTY_FIVE, Offer.HUGE, Offer.MINUS_ONE);

  private Expectation() {}

  /** A fitting offer, where the test has one for this kind. */
  static Optional<Offer> fitting(ArgumentKind kind) {
    return switch (kind) {
      case ANYTHING, MAP_VALUE_OR_NULL, BTF_ID_OR_NULL, STACK_OR_NULL -> Optional.of(Offer.ZERO);
      case MAP_KEY,
          MAP_VALUE,
          UNINIT_MAP_VALUE,
          MEM,
          MEM_OR_NULL,
          MEM_WRITE,
          MEM_WRITE_OR_NULL,
          UNINIT_MEM,
          FIXED_MEM,
          FIXED_MEM_WRITE,
          UNINIT_FIXED_MEM ->
          Optional.of(Offer.STACK);
      case CONST_SIZE, CONST_SIZE_OR_ZERO, CONST_ALLOC_SIZE_OR_ZERO -> Optional.of(Offer.EIGHT);
      case CTX, CTX_OR_NULL -> Optional.of(Offer.CONTEXT);
      case CONST_STR -> Optional.of(Offer.STRING);
      case CONST_MAP_PTR,
          FUNC,
          RINGBUF_MEM,
          SPIN_LOCK,
          TIMER,
          KPTR,
          DYNPTR,
          UNINIT_DYNPTR,
          SOCK_COMMON,
          BTF_ID_SOCK_COMMON,
          BTF_ID,
          PERCPU_BTF_ID ->
          Optional.empty();
    };
  }

  /** The offers that the argument takes, the other arguments being right; empty: not tried. */
  static Optional<Set<Offer>> taken(
      HelperPrototype prototype, Argument argument, Set<PacketUse> uses) {
    boolean packet =
        uses.contains(PacketUse.ALL_HELPERS)
            || (prototype.takesPacketMemory() && uses.contains(PacketUse.MARKED_HELPERS));
    return switch (argument.kind()) {
      case ANYTHING -> Optional.of(EnumSet.complementOf(EnumSet.of(Offer.UNSET)));
      case MAP_KEY, MAP_VALUE, MEM, MEM_OR_NULL, FIXED_MEM -> Optional.of(readable(packet));
      case MAP_VALUE_OR_NULL -> Optional.of(with(readable(packet), Offer.ZERO));
      case UNINIT_MAP_VALUE, MEM_WRITE, MEM_WRITE_OR_NULL, UNINIT_MEM ->
          Optional.of(writable(packet));
      case FIXED_MEM_WRITE, UNINIT_FIXED_MEM -> Optional.of(aligned(packet, argument.bytes()));
      case CONST_SIZE -> Optional.of(SIZES);
      case CONST_SIZE_OR_ZERO -> Optional.of(with(with(SIZES, Offer.ZERO), Offer.UP_TO_SEVEN));
      case CONST_ALLOC_SIZE_OR_ZERO -> Optional.of(CONSTANTS);
      case CTX -> Optional.of(Set.of(Offer.CONTEXT));
      case CTX_OR_NULL -> Optional.of(Set.of(Offer.CONTEXT, Offer.ZERO));
      case CONST_STR -> Optional.of(Set.of(Offer.STRING));
      case BTF_ID_OR_NULL -> Optional.of(Set.of(Offer.ZERO));
      default -> Optional.empty();
    };
  }

  private static Set<Offer> readable(boolean packet) {
    return packet ? with(READABLE, Offer.PACKET) : READABLE;
  }

  private static Set<Offer> writable(boolean packet) {
    Set<Offer> offers = EnumSet.copyOf(readable(packet));
    offers.remove(Offer.READ_ONLY_MAP_VALUE);
    offers.remove(Offer.STRING);
    return offers;
  }

  private static Set<Offer> aligned(boolean packet, int bytes) {
    Set<Offer> offers = writable(packet);
    // The kernel takes a packet to begin 2 bytes past an aligned address (NET_IP_ALIGN).
    offers.remove(Offer.PACKET);
    offers.remove(Offer.STACK_AT_ODD);
    if (bytes == 8) {
      offers.remove(Offer.STACK_AT_FOUR);
    }
    return offers;
  }

  private static Set<Offer> with(Set<Offer> offers, Offer more) {
    Set<Offer> all = EnumSet.copyOf(offers);
    all.add(more);
    return all;
  }
}
