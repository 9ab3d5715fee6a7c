package io.bpf4j.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test loads programs into the running kernel. Where that is not permitted it is skipped and
 * says why; with {@code BPF4J_REQUIRE_KERNEL=true} in the environment it fails instead. For JUnit
 * tests and classes; a jqwik property calls {@link LiveKernel#require} itself.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LiveKernel.class)
public @interface RequiresKernel {}
