package io.bpf4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;

@CommandLine.Command(
    name = "bpf4j",
    description = "Builds, verifies offline, shows and runs eBPF programs.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all programs are accepted, or the command did what it was asked",
      "1:a program is rejected or unsupported, or a file is malformed",
      "2:the command line is wrong",
      "3:bpf4j itself failed"
    },
    subcommands = {
      DemoCommand.class,
      VerifyCommand.class,
      DisasmCommand.class,
      AsmCommand.class,
      InspectCommand.class,
      RunCommand.class
    })
final class RootCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Option(
      names = "--debug",
      description = "Print the stack trace of a failure.",
      scope = CommandLine.ScopeType.INHERIT)
  private boolean debug;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The version is the jar's. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RootCommand.class.getPackage().getImplementationVersion();
      return new String[] {"bpf4j " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
