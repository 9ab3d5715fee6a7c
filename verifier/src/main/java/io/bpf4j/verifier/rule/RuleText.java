package io.bpf4j.verifier.rule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a rule says to a person.
 *
 * @param title the rule in a few words
 * @param reason why it is there
 * @param fix what to change
 */
public record RuleText(String title, String reason, String fix) {
  private static final Map<Rule, RuleText> TEXTS = read();

  /** The text of a rule; never null. */
  public static RuleText of(Rule rule) {
    return TEXTS.get(rule);
  }

  private static Map<Rule, RuleText> read() {
    Map<Rule, RuleText> texts = new EnumMap<>(Rule.class);
    try (InputStream in = RuleText.class.getResourceAsStream("rules.tsv");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          String[] fields = line.split("\t");
          Rule rule = Rule.valueOf(fields[0].toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
          texts.put(rule, new RuleText(fields[1], fields[2], fields[3]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("rules.tsv", e);
    }
    for (Rule rule : Rule.values()) {
      if (!texts.containsKey(rule)) {
        throw new IllegalStateException("rules.tsv has no text for " + rule.id());
      }
    }
    return texts;
  }
}
