package io.bpf4j.spec.btf;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The structs that {@code pahole} prints, with sizes and offsets from its comments. */
final class PaholeStructs {
  private static final Pattern BEGIN = Pattern.compile("struct (\\w+) \\{");
  private static final Pattern SIZE = Pattern.compile("\t/\\* size: (\\d+), cachelines.*");
  private static final Pattern MEMBER =
      Pattern.compile("\t(\\S.*);\\s*/\\*\\s*(\\d+)(:\\s*\\d+)?\\s+\\d+ \\*/");
  private static final Pattern FUNCTION =
      Pattern.compile(".*?\\(\\*+\\s*(?:const )?(\\w+)(?:\\[\\d*])*\\)\\(.*");
  private static final Pattern NAME =
      Pattern.compile("(?:.*[\\s*}])?(\\w+)(?:\\[\\d*])*(?::\\d+)?");
  private static final Pattern ATTRIBUTE = Pattern.compile(" *__attribute__\\(\\(.*\\)\\)");

  /** A struct; members are those that have a name of their own and are no bit fields. */
  record PaholeStruct(String name, long size, List<Member> members) {}

  /** A member's offset in bytes. */
  record Member(String name, long offset) {}

  private PaholeStructs() {}

  static List<PaholeStruct> parse(String text) {
    List<PaholeStruct> structs = new ArrayList<>();
    String name = null;
    long size = -1;
    List<Member> members = new ArrayList<>();
    for (String line : text.split("\n")) {
      Matcher begin = BEGIN.matcher(line);
      Matcher sizes = SIZE.matcher(line);
      Matcher member = MEMBER.matcher(line);
      if (begin.matches()) {
        name = begin.group(1);
        size = -1;
        members = new ArrayList<>();
      } else if (sizes.matches()) {
        size = Long.parseLong(sizes.group(1));
      } else if (line.startsWith("}") && name != null) {
        structs.add(new PaholeStruct(name, size, List.copyOf(members)));
        name = null;
      } else if (member.matches() && member.group(3) == null) {
        String declared = name(ATTRIBUTE.matcher(member.group(1)).replaceAll(""));
        if (declared != null) {
          members.add(new Member(declared, Long.parseLong(member.group(2))));
        }
      }
    }
    return structs;
  }

  private static String name(String declaration) {
    if (declaration.equals("}")) {
      return null;
    }
    Matcher function = FUNCTION.matcher(declaration);
    if (function.matches()) {
      return function.group(1);
    }
    Matcher plain = NAME.matcher(declaration);
    if (!plain.matches()) {
      throw new AssertionError("no name in: " + declaration);
    }
    return plain.group(1);
  }
}
