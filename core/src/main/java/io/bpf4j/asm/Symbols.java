package io.bpf4j.asm;

import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Imm64;
import java.util.Collection;
import java.util.List;

/** What the names in instructions stand for, but for the labels of their own function. */
interface Symbols {
  /** The names of what an instruction may refer to, for messages. */
  String kinds();

  /** The names that may be meant by a misspelt one. */
  Collection<String> names();

  /** What {@code name + offset} is the address of, or null where there is no such name. */
  Imm64 address(String name, int offset);

  /** Who is called by this name, helpers aside, or null where there is no such name. */
  Callee callee(String name);

  /** Code on its own: every name is taken for one of the object that it will become part of. */
  Symbols UNDECLARED =
      new Symbols() {
        @Override
        public String kinds() {
          return "name";
        }

        @Override
        public Collection<String> names() {
          return List.of();
        }

        @Override
        public Imm64 address(String name, int offset) {
          return name.startsWith(".") || offset != 0
              ? new Imm64.MapValueReference(name, offset)
              : new Imm64.MapReference(name);
        }

        @Override
        public Callee callee(String name) {
          return new Callee.Subprogram(name);
        }
      };
}
