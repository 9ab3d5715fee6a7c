package io.bpf4j.kernel;

/**
 * The widths in which a field may be accessed.
 *
 * @param anywhere sum of the widths (1, 2, 4, 8 bytes) allowed at every aligned place in the field
 * @param atStart sum of the widths allowed at the field's first byte only
 */
record AccessWidths(int anywhere, int atStart) {
  static final AccessWidths NONE = new AccessWidths(0, 0);

  /** Reads a cell such as {@code 1^,2,4}; {@code -} is none. */
  static AccessWidths parse(Table.Row row, int column) {
    String cell = row.text(column);
    if (cell.isEmpty()) {
      return NONE;
    }
    int anywhere = 0;
    int atStart = 0;
    for (String item : cell.split(",", -1)) {
      int width =
          "1248".indexOf(item.isEmpty() ? 'x' : item.charAt(0)) < 0 ? 0 : item.charAt(0) - '0';
      if (width != 0 && item.length() == 1) {
        anywhere |= width;
      } else if (width != 0 && item.substring(1).equals("^")) {
        atStart |= width;
      } else {
        throw row.malformed("'" + cell + "' is no list of widths");
      }
    }
    return new AccessWidths(anywhere, atStart);
  }

  /**
   * @param within distance from the field's first byte
   * @param bytes the width of the access
   */
  boolean allow(int within, int bytes) {
    return (anywhere & bytes) != 0 || (within == 0 && (atStart & bytes) != 0);
  }
}
