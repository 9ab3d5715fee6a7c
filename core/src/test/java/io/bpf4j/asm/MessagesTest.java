package io.bpf4j.asm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.AssemblyException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Each broken text has its exact message: the place, what was expected, what was found. */
class MessagesTest {
  @ParameterizedTest
  @CsvFileSource(
      resources = "errors.tsv",
      delimiter = '\t',
      quoteCharacter = '~',
      encoding = "UTF-8")
  void saysWhatIsWrong(String kind, String escaped, String message) {
    String text = escaped.replace("\\n", "\n").replace("\\t", "\t");
    assertThatThrownBy(
            () -> {
              if (kind.equals("code")) {
                Assembler.code(text);
              } else {
                Assembler.object("test", text);
              }
            })
        .isInstanceOf(AssemblyException.class)
        .hasMessage(message);
  }
}
