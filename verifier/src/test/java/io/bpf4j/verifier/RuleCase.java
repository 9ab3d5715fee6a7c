package io.bpf4j.verifier;

import io.bpf4j.object.ObjectSpec;
import io.bpf4j.verifier.rule.Rule;

/**
 * A program that breaks one rule, and its twin that breaks none.
 *
 * @param rule the rule
 * @param pc where it is broken
 * @param message what Linux 6.18 says
 * @param broken the program that breaks it
 * @param twin differs in as little as can be
 */
record RuleCase(Rule rule, int pc, String message, ObjectSpec broken, ObjectSpec twin) {
  @Override
  public String toString() {
    return rule.id() + ": " + message;
  }
}
