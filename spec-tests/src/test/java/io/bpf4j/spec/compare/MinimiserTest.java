package io.bpf4j.spec.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import org.junit.jupiter.api.Test;

class MinimiserTest {
  @Test
  void keepsWhatMatters() {
    Code code =
        Code.build(
            c -> {
              Label end = c.newLabel("end");
              c.mov(Register.R0, 0).mov(Register.R1, 1).mov(Register.R2, 2);
              c.jump(JumpOp.JEQ, Register.R1, 0, end).alu(AluOp.MUL, Register.R2, 3);
              c.mov(Register.R3, 3).bind(end).exit();
            });
    Code smallest =
        new Minimiser(
                smaller ->
                    smaller.toString().contains("MUL") && smaller.toString().contains("Exit"))
            .minimise(code);
    assertThat(smallest).isEqualTo(Code.build(c -> c.alu(AluOp.MUL, Register.R2, 3).exit()));
  }
}
