package io.bpf4j.spec.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    assertThat(matches("(?m)^\\| \\[([^]]+)]\\(\\1\\) \\|"))
        .containsExactlyInAnyOrderElementsOf(Repository.modules());
  }

  @Test
  void linksLeadSomewhere() {
    assertThat(matches("]\\(([^)#]+)\\)"))
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

  /** The program shown is the sample's, line for line. */
  @Test
  void showsTheSampleAsItIs() {
    String sample =
        Repository.read("samples/src/main/java/io/bpf4j/samples/dropblocked/DropBlocked.java");
    assertThat(blocks("java"))
        .hasSize(1)
        .allSatisfy(shown -> assertThat(sample.indent(-2)).contains(shown));
  }

  @Test
  void everyCommandShownIsThere() {
    List<String> commands = matches("\\./bpf4j ([a-z]+)");
    assertThat(commands).contains("demo", "verify", "disasm", "inspect", "run");
    for (String command : commands) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int code = Main.run(new PrintWriter(out), new PrintWriter(err), command, "--help");
      assertThat(code).as("exit code of %s --help: %s", command, err).isZero();
      assertThat(out.toString()).startsWith("Usage: bpf4j " + command);
    }
  }

  private static List<String> blocks(String language) {
    return matches("(?s)\n```" + language + "\n(.*?)```\n");
  }

  private static List<String> matches(String pattern) {
    return Pattern.compile(pattern)
        .matcher(README)
        .results()
        .map(match -> match.group(1))
        .distinct()
        .toList();
  }

  private static List<String> versions(String text) {
    return Pattern.compile("<version>([^<]+)</version>")
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
