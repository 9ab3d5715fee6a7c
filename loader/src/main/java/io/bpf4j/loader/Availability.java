package io.bpf4j.loader;

import java.util.Objects;

/**
 * Whether programs can be loaded here.
 *
 * @param permitted whether they can
 * @param reason why not, in one line; "" where they can
 */
public record Availability(boolean permitted, String reason) {
  public Availability {
    Objects.requireNonNull(reason, "reason");
  }
}
