package io.bpf4j.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test runs programs of the machine, such as {@code clang}. Where one is not installed the test
 * is skipped and says which; with {@code BPF4J_REQUIRE_KERNEL=true} in the environment it fails
 * instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InstalledTools.class)
public @interface RequiresTools {
  /** The names of the programs, looked for in PATH, /usr/sbin and /sbin. */
  String[] value();
}
