package io.bpf4j.dsl.ir;

import java.util.List;

/**
 * A function: a program or a subprogram.
 *
 * @param name its symbol
 * @param parameters its parameters, at most five
 * @param blocks its blocks in the order of the program text; the first is the entry. A live list.
 */
public record Function(String name, List<Node> parameters, List<Block> blocks) {
  /** Where it begins. */
  public Block entry() {
    return blocks.get(0);
  }
}
