package io.bpf4j.verifier.report;

/** How words are set off in text: by a terminal's colours, by markup, or not at all. */
public interface Style {
  /** Nothing is set off. */
  Style PLAIN =
      new Style() {
        @Override
        public String strong(String text) {
          return text;
        }

        @Override
        public String good(String text) {
          return text;
        }

        @Override
        public String bad(String text) {
          return text;
        }

        @Override
        public String unsure(String text) {
          return text;
        }
      };

  /** A name. */
  String strong(String text);

  /** An accepting verdict. */
  String good(String text);

  /** A rejecting verdict. */
  String bad(String text);

  /** A verdict that could not be given. */
  String unsure(String text);
}
