package io.bpf4j;

import java.util.Objects;

/** A reference that cannot be resolved while linking. */
public final class LinkException extends BpfException {
  private static final long serialVersionUID = 1L;
  private final String symbol;

  /**
   * @param symbol the symbol at fault; not null
   * @param reason what is wrong; not null
   */
  public LinkException(String symbol, String reason) {
    super("symbol " + symbol + ": " + reason, null);
    this.symbol = Objects.requireNonNull(symbol);
  }

  /** The symbol at fault; never null. */
  public String symbol() {
    return symbol;
  }
}
