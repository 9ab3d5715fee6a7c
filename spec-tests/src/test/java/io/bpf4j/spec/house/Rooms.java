package io.bpf4j.spec.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The table of rooms, and which of a class's imports break its order. */
record Rooms(List<Room> rooms) {
  private static final String TABLE = "rooms.tsv";

  /** One row of the table. */
  record Room(String name, boolean subPackages, String module, List<String> foreign) {
    boolean holds(String packageName) {
      return packageName.equals(name) || (subPackages && packageName.startsWith(name + "."));
    }

    static Room parse(String row) {
      String[] columns = row.split("\t");
      if (columns.length != 3) {
        throw new AssertionError(TABLE + ": not three columns: " + row);
      }
      boolean subPackages = columns[0].endsWith("..");
      String name = subPackages ? columns[0].substring(0, columns[0].length() - 2) : columns[0];
      List<String> foreign = columns[2].equals("-") ? List.of() : List.of(columns[2].split(" "));
      return new Room(name, subPackages, columns[1], foreign);
    }
  }

  static Rooms read() {
    try (InputStream table = Rooms.class.getResourceAsStream(TABLE)) {
      String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      return new Rooms(
          text.lines()
              .filter(row -> !row.isBlank() && !row.startsWith("#"))
              .map(Room::parse)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The classes of a module's main code, as its build left them. */
  static List<JavaClass> classesOf(String module) {
    return List.copyOf(
        new ClassFileImporter()
            .importPath(Repository.ROOT.resolve(module).resolve("target/classes")));
  }

  /** The same rooms, bottom to top: almost every import is wrong in it. */
  Rooms upsideDown() {
    List<Room> reversed = new ArrayList<>(rooms);
    Collections.reverse(reversed);
    return new Rooms(reversed);
  }

  /** The room that a package belongs to; empty where the table does not list it. */
  Optional<Room> roomOf(String packageName) {
    return rooms.stream()
        .filter(room -> room.holds(packageName))
        .max(Comparator.comparingInt(room -> room.name().length()));
  }

  /** What is wrong with a class: the module that it is in, its package, its imports. */
  List<String> violations(String module, JavaClass type) {
    Optional<Room> room = roomOf(type.getPackageName());
    if (room.isEmpty()) {
      return List.of(type.getName() + ": its package is not in " + TABLE);
    }
    List<String> violations = new ArrayList<>();
    if (!room.get().module().equals(module)) {
      violations.add(type.getName() + ": belongs to " + room.get().module() + ", not " + module);
    }
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      if (!mayImport(room.get(), dependency.getTargetClass().getBaseComponentType())) {
        violations.add(dependency.getDescription());
      }
    }
    return violations;
  }

  private boolean mayImport(Room room, JavaClass target) {
    String name = target.getName();
    if (target.isPrimitive() || name.startsWith("java.")) {
      return true;
    }
    if (!name.startsWith("io.bpf4j.")) {
      return room.foreign().stream().anyMatch(foreign -> name.startsWith(foreign + "."));
    }
    return roomOf(target.getPackageName())
        .filter(to -> rooms.indexOf(to) <= rooms.indexOf(room))
        .isPresent();
  }
}
