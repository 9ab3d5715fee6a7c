package io.bpf4j.spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The programs that are installed on this machine. */
public final class InstalledTools implements ExecutionCondition {
  /** The program's path, or empty where it is not installed. */
  public static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Arrays.stream(path.split(":")), Stream.of("/usr/sbin", "/sbin"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<String> missing =
        context
            .getElement()
            .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresTools.class))
            .map(annotation -> missing(annotation.value()))
            .orElse(List.of());
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("all tools are installed");
    }
    String reason = "not installed: " + String.join(", ", missing);
    Requirements.failIfRequired("a tool", reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static List<String> missing(String[] programs) {
    return Arrays.stream(programs).filter(program -> find(program).isEmpty()).toList();
  }
}
