/** bpf4j's core: instructions, BTF, the object model, linker, typed DSL and VM; no native code. */
module io.bpf4j.core {
  exports io.bpf4j;
  exports io.bpf4j.asm;
  exports io.bpf4j.btf;
  exports io.bpf4j.btf.dump;
  exports io.bpf4j.dsl;
  exports io.bpf4j.dsl.net;
  exports io.bpf4j.isa;
  exports io.bpf4j.kernel;
  exports io.bpf4j.link;
  exports io.bpf4j.object;
  exports io.bpf4j.uapi;
  exports io.bpf4j.vm;
}
