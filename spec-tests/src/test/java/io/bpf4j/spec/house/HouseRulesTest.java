package io.bpf4j.spec.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What CONTRIBUTING.md asks of every file, as far as a machine can tell. */
class HouseRulesTest {
  private static final int MAX_LINES = 500;

  private static final Pattern VAGUE_NAME =
      Pattern.compile("\\w*(Utils?|Helpers?|Manager|Impl|Data|Info)\\.java");

  /** Terms of the field that end in a vague word: BPF helpers, libbpf's global data, debug info. */
  private static final Set<String> TERMS =
      Set.of("Helper.java", "MapHelpers.java", "GlobalData.java", "DebugInfo.java");

  /**
   * What ties a source tree to one machine or network. In pieces, so that this file does not match.
   */
  private static final Map<String, Pattern> TIES =
      Map.of(
          "a working directory of one machine", Pattern.compile("/wo" + "rk/"),
          "a home directory", Pattern.compile("/ho" + "me/\\w|/ro" + "ot/|/Us" + "ers/\\w"),
          "a package registry's host",
              Pattern.compile(
                  "repo1?\\.mav"
                      + "en|registry\\.np"
                      + "mjs|deb\\.deb"
                      + "ian\\.org|arti"
                      + "factory"));

  @Test
  void noJavaFileIsLong() {
    assertThat(Repository.javaFiles())
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(Repository.read(file.toString()).lines().count())
                    .as("lines of " + file)
                    .isLessThanOrEqualTo(MAX_LINES));
  }

  @Test
  void classNamesSayWhatTheyAre() {
    assertThat(Repository.javaFiles())
        .filteredOn(file -> !isAboutBpfHelpers(file))
        .map(file -> file.getFileName().toString())
        .filteredOn(name -> VAGUE_NAME.matcher(name).matches() && !TERMS.contains(name))
        .isEmpty();
  }

  /** The VM's groups of BPF helpers are called by what they are. */
  private static boolean isAboutBpfHelpers(Path file) {
    return file.getParent().endsWith("io/bpf4j/vm")
        && file.getFileName().toString().matches("\\w+Helpers?\\.java");
  }

  /** A package explains itself in its package-info, or its module's README does. */
  @TestFactory
  Stream<DynamicTest> everyPackageIsExplained() {
    return Repository.modules().stream()
        .map(module -> DynamicTest.dynamicTest(module, () -> everyPackageIsExplained(module)));
  }

  private static void everyPackageIsExplained(String module) {
    Set<String> packages = new TreeSet<>();
    Set<String> explained = new TreeSet<>();
    Path main = Path.of(module, "src", "main", "java");
    for (Path file : Repository.javaFiles()) {
      boolean inPackage = file.startsWith(main) && !file.endsWith("module-info.java");
      if (inPackage) {
        packages.add(Repository.packageOf(file));
      }
      if (inPackage && file.endsWith("package-info.java")) {
        explained.add(Repository.packageOf(file));
      }
    }
    packages.removeAll(explained);
    assertThat(packages)
        .as("packages of %s without package-info.java, and not named in its README.md", module)
        .allMatch(name -> readmeOf(module).contains("`" + name + "`"));
  }

  private static String readmeOf(String module) {
    Path readme = Path.of(module, "README.md");
    return Repository.files().contains(readme) ? Repository.read(readme.toString()) : "";
  }

  @Test
  void packagesNamedInReadmesExist() {
    Set<String> packages = new TreeSet<>();
    Repository.javaFiles().stream()
        .filter(file -> !file.endsWith("module-info.java"))
        .forEach(file -> packages.add(Repository.packageOf(file)));
    Pattern named = Pattern.compile("`(io\\.bpf4j[a-z.]*)`");
    for (Path readme : Repository.files()) {
      if (readme.endsWith("README.md")) {
        assertThat(named.matcher(Repository.read(readme.toString())).results())
            .extracting(match -> match.group(1))
            .as("packages named in %s", readme)
            .isSubsetOf(packages);
      }
    }
  }

  @Test
  void nothingTiesTheSourcesToAMachine() {
    Map<String, List<String>> ties = new TreeMap<>();
    for (Path file : Repository.files()) {
      String text = Repository.readText(file).orElse("");
      TIES.forEach(
          (what, pattern) -> {
            if (pattern.matcher(text).find()) {
              ties.computeIfAbsent(what, key -> new ArrayList<>()).add(file.toString());
            }
          });
    }
    assertThat(ties).isEmpty();
  }

  /** Dependencies come from where Maven is set up to look, not from a repository named here. */
  @Test
  void noPomNamesARepository() {
    assertThat(Repository.files())
        .filteredOn(file -> file.endsWith("pom.xml"))
        .hasSizeGreaterThan(Repository.modules().size())
        .filteredOn(
            file -> Repository.read(file.toString()).matches("(?s).*<(pluginR|r)epositor.*"))
        .isEmpty();
  }
}
