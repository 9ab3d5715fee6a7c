package io.bpf4j.asm;

import io.bpf4j.AssemblyException;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Width;
import io.bpf4j.kernel.EditDistance;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.IntPredicate;

/** A place in one line of text; reads words, numbers and symbols, skipping blanks before each. */
final class Cursor {
  private static final int MAX_DIGITS = 20;

  /** A register as it was written. */
  record Named(Register register, Width width) {}

  private final String text;
  private final int line;
  private int at;

  Cursor(String text, int line) {
    this.text = withoutComment(text);
    this.line = line;
  }

  /** A comment begins with a semicolon, two slashes, or a number sign after a blank. */
  private static String withoutComment(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && beginsComment(text, i)) {
        return text.substring(0, i);
      }
    }
    return text;
  }

  private static boolean beginsComment(String text, int i) {
    return switch (text.charAt(i)) {
      case ';' -> true;
      case '/' -> text.startsWith("//", i);
      case '#' -> i == 0 || Character.isWhitespace(text.charAt(i - 1));
      default -> false;
    };
  }

  int line() {
    return line;
  }

  /** 1-based column of what comes next. */
  int column() {
    skip();
    return at + 1;
  }

  int mark() {
    return at;
  }

  void reset(int mark) {
    at = mark;
  }

  boolean atEnd() {
    skip();
    return at >= text.length();
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** Whether these characters come next, without reading them. */
  boolean sees(String symbol) {
    skip();
    return text.startsWith(symbol, at);
  }

  boolean seesDigit() {
    skip();
    return at < text.length() && isDigit(text.charAt(at));
  }

  /** Reads these characters if they come next. */
  boolean accept(String symbol) {
    if (!sees(symbol)) {
      return false;
    }
    at += symbol.length();
    return true;
  }

  void expect(String symbol) {
    if (!accept(symbol)) {
      throw expected("\"" + symbol + "\"");
    }
  }

  /** Reads this word, and no longer one that begins with it. */
  boolean acceptWord(String wanted) {
    int mark = at;
    if (wanted.equals(wordOrEmpty())) {
      return true;
    }
    at = mark;
    return false;
  }

  /** A name: letters, digits, underscore, dot and dollar sign, no digit first; "" for none. */
  String wordOrEmpty() {
    skip();
    int end = at;
    while (end < text.length() && isPartOfWord(text.charAt(end), end == at)) {
      end++;
    }
    String word = text.substring(at, end);
    at = end;
    return word;
  }

  /** The characters that come next and are of a kind. */
  String take(IntPredicate kind) {
    skip();
    int end = at;
    while (end < text.length() && kind.test(text.charAt(end))) {
      end++;
    }
    String taken = text.substring(at, end);
    at = end;
    return taken;
  }

  /** A name as it is declared or referred to: a word, or anything in double quotes. */
  String name(String what) {
    return sees("\"") ? quoted() : word(what);
  }

  String word(String what) {
    int mark = at;
    String word = wordOrEmpty();
    if (word.isEmpty()) {
      at = mark;
      throw expected(what);
    }
    return word;
  }

  private static boolean isPartOfWord(char c, boolean first) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '_'
        || c == '.'
        || c == '$'
        || !first && isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /**
   * Pairs of hexadecimal digits with one space between, and a blank or the end behind: 8 or 16 of
   * them, or null, reading nothing.
   */
  byte[] hexBytes() {
    skip();
    int count = 0;
    int end = at;
    while (count < 16 && isHexPair(end) && (count == 0 || text.charAt(end - 1) == ' ')) {
      count++;
      end += 3;
    }
    end--;
    if (count != 8 && count != 16
        || end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      return null;
    }
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      int pair = at + 3 * i;
      int high = Character.digit(text.charAt(pair), 16);
      bytes[i] = (byte) (high << 4 | Character.digit(text.charAt(pair + 1), 16));
    }
    at = end;
    return bytes;
  }

  private boolean isHexPair(int from) {
    return from + 1 < text.length()
        && Character.digit(text.charAt(from), 16) >= 0
        && Character.digit(text.charAt(from + 1), 16) >= 0;
  }

  /** What stands up to a closing character, which is read too. */
  String upTo(char close) {
    int end = text.indexOf(close, at);
    if (end < 0) {
      throw expected("\"" + close + "\"");
    }
    String inside = text.substring(at, end);
    at = end + 1;
    return inside;
  }

  /** A text in double quotes. */
  String quoted() {
    return new String(quotedBytes(), StandardCharsets.UTF_8);
  }

  /** A text in double quotes; a backslash stands before n, t, 0, a quote or another backslash. */
  byte[] quotedBytes() {
    if (!accept("\"")) {
      throw expected("a text in double quotes");
    }
    int mark = at - 1;
    StringBuilder out = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      out.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at));
      at++;
    }
    if (at >= text.length()) {
      throw error(mark, "expected a closing quotation mark");
    }
    at++;
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private char escaped() {
    at++;
    return switch (at < text.length() ? text.charAt(at) : ' ') {
      case 'n' -> '\n';
      case 't' -> '\t';
      case '0' -> '\0';
      case '"' -> '"';
      case '\\' -> '\\';
      default -> throw error(at - 1, "expected n, t, 0, \" or \\ after a backslash");
    };
  }

  /** The register that comes next, or null, reading nothing, where none does. */
  Named registerOrNull() {
    int mark = at;
    String word = wordOrEmpty();
    boolean digits = word.length() == 2 || word.equals("r10") || word.equals("w10");
    if (digits && (word.charAt(0) == 'r' || word.charAt(0) == 'w') && isDigit(word.charAt(1))) {
      Register register = Register.of(Integer.parseInt(word.substring(1)));
      return new Named(register, word.charAt(0) == 'r' ? Width.W64 : Width.W32);
    }
    at = mark;
    if (looksLikeRegister(word)) {
      throw expected("a register: r0 to r10 or w0 to w10");
    }
    return null;
  }

  /** Whether a word is an r or w before a number, as registers are; none but r0 to r10 are. */
  static boolean looksLikeRegister(String word) {
    boolean register = word.length() > 1 && (word.charAt(0) == 'r' || word.charAt(0) == 'w');
    for (int i = 1; register && i < word.length(); i++) {
      register = isDigit(word.charAt(i));
    }
    return register;
  }

  Named register() {
    Named named = registerOrNull();
    if (named == null) {
      throw expected("a register");
    }
    return named;
  }

  /** The number of a local label before {@code f} or {@code b}, as in {@code 1f}; else "". */
  String localLabel() {
    skip();
    int end = at;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    boolean directed =
        end > at
            && end < text.length()
            && (text.charAt(end) == 'f' || text.charAt(end) == 'b')
            && (end + 1 == text.length() || !isPartOfWord(text.charAt(end + 1), false));
    String label = directed ? text.substring(at, end + 1) : "";
    at = directed ? end + 1 : at;
    return label;
  }

  /** A number with an optional sign, all 64 bits of it: from -2^63 to 2^64 - 1. */
  long number64() {
    skip();
    int mark = at;
    boolean negative = accept("-");
    if (!negative) {
      accept("+");
    }
    skip();
    boolean hex = text.startsWith("0x", at) || text.startsWith("0X", at);
    int begin = hex ? at + 2 : at;
    int end = begin;
    while (end < text.length() && Character.digit(text.charAt(end), hex ? 16 : 10) >= 0) {
      end++;
    }
    if (end == begin) {
      at = mark;
      throw expected("a number");
    }
    long value = magnitude(text.substring(begin, end), hex, mark);
    if (negative && value < 0 && value != Long.MIN_VALUE) {
      at = mark;
      throw expected("a number of 64 bits");
    }
    at = end;
    return negative ? -value : value;
  }

  private long magnitude(String digits, boolean hex, int mark) {
    try {
      if (digits.length() <= MAX_DIGITS) {
        return Long.parseUnsignedLong(digits, hex ? 16 : 10);
      }
    } catch (NumberFormatException tooLarge) {
      // Falls through to the message with the place.
    }
    at = mark;
    throw expected("a number of 64 bits");
  }

  long number(long min, long max) {
    skip();
    int mark = at;
    long value = number64();
    if (value < min || value > max) {
      at = mark;
      throw expected("a number from " + min + " to " + max);
    }
    return value;
  }

  /** A 32-bit immediate, signed or, as the kernel's log writes it, unsigned. */
  int imm() {
    return (int) number(Integer.MIN_VALUE, 0xffffffffL);
  }

  void expectEnd() {
    if (!atEnd()) {
      throw expected("the end of the line");
    }
  }

  /** The error that says what should stand here instead of what does. */
  AssemblyException expected(String what) {
    skip();
    int end = Math.min(text.length(), at + 20);
    String found =
        at < text.length() ? "\"" + printable(text.substring(at, end)) + "\"" : "the end";
    return error(at, "expected " + what + ", found " + found);
  }

  /** The error for a word that is none of those known here; names the one that it resembles. */
  AssemblyException unknown(int mark, String what, Collection<String> known) {
    at = mark;
    String word = wordOrEmpty();
    String near =
        EditDistance.nearest(word, known).map(n -> "; did you mean \"" + n + "\"?").orElse("");
    at = mark;
    String reason = expected(what).reason();
    return error(at, reason + near);
  }

  /** An error at a place that {@link #mark} gave. */
  AssemblyException error(int mark, String reason) {
    return new AssemblyException(line, mark + 1, reason);
  }

  private static String printable(String found) {
    StringBuilder out = new StringBuilder();
    for (char c : found.strip().toCharArray()) {
      out.append(Character.isISOControl(c) ? '?' : c);
    }
    return out.toString();
  }
}
