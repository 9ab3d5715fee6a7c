package io.bpf4j.cli;

import picocli.CommandLine;

/** Makes the commands, each with the screen. */
final class Commands implements CommandLine.IFactory {
  private final Screen screen;

  Commands(Screen screen) {
    this.screen = screen;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    Object command = null;
    if (type == VerifyCommand.class) {
      command = new VerifyCommand(screen);
    } else if (type == DisasmCommand.class) {
      command = new DisasmCommand(screen);
    } else if (type == AsmCommand.class) {
      command = new AsmCommand(screen);
    } else if (type == InspectCommand.class) {
      command = new InspectCommand(screen);
    } else if (type == RunCommand.class) {
      command = new RunCommand(screen);
    } else if (type == DemoCommand.class) {
      command = new DemoCommand(screen);
    }
    return command == null ? CommandLine.defaultFactory().create(type) : type.cast(command);
  }
}
