package io.bpf4j.vm;

/**
 * What a helper or kfunc does when a program calls it: see {@link Vm.Builder#helper} and {@link
 * Vm.Builder#kfunc}.
 */
@FunctionalInterface
public interface HelperFunction {
  /**
   * Carries out a call. What it throws other than by the methods of {@link HelperCall} comes out of
   * {@link Vm#run}.
   *
   * @param call the arguments and the machine; valid during the call only
   * @return what R0 becomes
   */
  long call(HelperCall call);
}
