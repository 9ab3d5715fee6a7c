package io.bpf4j.spec;

import io.bpf4j.loader.Availability;
import io.bpf4j.loader.BpfSystem;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** The kernel that the tests run on, where it lets programs be loaded. */
public final class LiveKernel implements ExecutionCondition {
  private static final Availability AVAILABILITY = BpfSystem.availability();

  /** The kernel; aborts the test (or fails it, see {@link RequiresKernel}) where it is closed. */
  public static BpfSystem require() {
    if (!AVAILABILITY.permitted()) {
      Requirements.failIfRequired("the live kernel", AVAILABILITY.reason());
      throw new TestAbortedException(AVAILABILITY.reason());
    }
    return BpfSystem.ofThisMachine();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (AVAILABILITY.permitted()) {
      return ConditionEvaluationResult.enabled("the kernel loads programs");
    }
    Requirements.failIfRequired("the live kernel", AVAILABILITY.reason());
    return ConditionEvaluationResult.disabled(AVAILABILITY.reason());
  }
}
