package io.bpf4j.spec.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README promises what the scripts and the build do. */
class ReadmeTest {
  private static final String README = Repository.read("README.md");

  @ParameterizedTest
  @ValueSource(strings = {"bpf4j", "tools/test", "tools/check-reproducible", ".ci/run"})
  void scriptsCanBeRun(String script) {
    assertThat(Repository.ROOT.resolve(script)).isExecutable();
    assertThat(README + Repository.read("CONTRIBUTING.md")).contains(script);
  }

  @Test
  void namesEveryPackageThatTheTestCommandInstalls() {
    List<String> packages =
        Repository.read("tools/test-tools.tsv")
            .lines()
            .filter(row -> !row.startsWith("#"))
            .map(row -> row.split("\t")[1].split("\\|")[0])
            .toList();
    assertThat(packages).isNotEmpty();
    String command = README.substring(README.indexOf("\n    tools/test\n"));
    String paragraph = command.substring(0, command.indexOf("\n## "));
    assertThat(paragraph).contains(packages.stream().map(name -> "`" + name + "`").toList());
  }

  @Test
  void listsEveryModule() {
    List<String> modules =
        Pattern.compile("(?m)^\\| \\[([^]]+)]\\(\\1\\) \\|")
            .matcher(README)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(modules).containsExactlyInAnyOrderElementsOf(Repository.modules());
  }

  @Test
  void linksLeadSomewhere() {
    assertThat(Pattern.compile("]\\(([^)#]+)\\)").matcher(README).results())
        .extracting(match -> match.group(1))
        .filteredOn(target -> !target.startsWith("https://"))
        .isNotEmpty()
        .allMatch(target -> Files.exists(Repository.ROOT.resolve(target)));
  }

  @Test
  void dependenciesAreOfThisVersion() {
    assertThat(versions(README))
        .isNotEmpty()
        .allMatch(versions(Repository.read("pom.xml")).get(0)::equals);
  }

  private static List<String> versions(String text) {
    return Pattern.compile("<version>([^<]+)</version>")
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
