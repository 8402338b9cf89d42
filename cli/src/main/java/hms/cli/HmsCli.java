package hms.cli;

import hms.cli.Catalog.Entry;
import hms.cli.ci.CiResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/// The command line `hms`: one command in, one exit code out.
///
/// | code | means |
/// |---|---|
/// | 0 | done |
/// | 1 | refused or failed |
/// | 2 | wrong usage |
/// | 3 | no server could be reached |
public final class HmsCli {
    private static final Set<String> TAKES_VALUE = Set.of("--server", "--data");
    private static final Set<String> STANDS_ALONE = Set.of("--json", "--debug");

    private final Environment environment;
    private final Screen screen;

    private HmsCli(Environment environment) {
        this.environment = environment;
        this.screen = new Screen(environment);
    }

    /// Runs one command. Never throws, and never ends the process.
    ///
    /// @return the exit code
    public static int run(String[] args, Environment environment) {
        var cli = new HmsCli(environment);
        try {
            return cli.run(List.of(args));
        } finally {
            environment.terminal().out().flush();
            environment.terminal().err().flush();
        }
    }

    private int run(List<String> args) {
        var line = globalOptionsLast(args);
        var first = line.isEmpty() ? "--help" : line.getFirst();
        return switch (first) {
            case "--version", "-V", "version" -> {
                screen.line("hms " + environment.program().version().get());
                yield ExitCode.DONE;
            }
            case "--help", "-h" -> {
                screen.print(Overview.text(screen.width()));
                yield ExitCode.DONE;
            }
            case "help" -> help(line.subList(1, line.size()));
            case String _ -> runCommand(line);
        };
    }

    /// `hms --json runs` means `hms runs --json`.
    private static List<String> globalOptionsLast(List<String> args) {
        var at = 0;
        while (at < args.size()) {
            var option = args.get(at).split("=", 2)[0];
            if (STANDS_ALONE.contains(option) || args.get(at).contains("=")) {
                if (!STANDS_ALONE.contains(option) && !TAKES_VALUE.contains(option)) {
                    break;
                }
                at++;
            } else if (TAKES_VALUE.contains(option)) {
                at += 2;
            } else {
                break;
            }
        }
        if (at == 0 || at >= args.size()) {
            return args;
        }
        // in front of what follows the command's name, so that "--" keeps its meaning
        var words = Catalog.find(args.subList(at, args.size())).map(Entry::words).orElse(1);
        var line = new ArrayList<>(args.subList(at, at + words));
        line.addAll(args.subList(0, at));
        line.addAll(args.subList(at + words, args.size()));
        return line;
    }

    private int help(List<String> about) {
        if (about.isEmpty()) {
            screen.print(Overview.text(screen.width()));
            return ExitCode.DONE;
        }
        var line = new ArrayList<>(about);
        line.add("--help");
        return runCommand(line);
    }

    private int runCommand(List<String> line) {
        Optional<Entry> entry = Catalog.find(line);
        if (entry.isEmpty()) {
            return unknown(line);
        }
        var command = entry.get().command().get();
        var parser = parser(entry.get(), command);
        var rest = line.subList(entry.get().words(), line.size());
        try {
            parser.parseArgs(rest.toArray(String[]::new));
            if (command.common.help()) {
                screen.raw(parser.getUsageMessage(Help.Ansi.OFF).stripTrailing());
                return ExitCode.DONE;
            }
        } catch (CommandLine.ParameterException e) {
            return Mishaps.usage(screen, entry.get(), e);
        }
        return run(command);
    }

    private int run(HmsCommand command) {
        var invocation = new Invocation(environment, screen, command.common);
        try {
            return command.run(invocation);
        } catch (RuntimeException e) {
            return Mishaps.tell(invocation, e);
        }
    }

    private CommandLine parser(Entry entry, HmsCommand command) {
        var parser =
                new CommandLine(command)
                        .setExpandAtFiles(false)
                        .setUsageHelpWidth(Math.min(screen.width(), 100))
                        .setUsageHelpAutoWidth(false);
        parser.getCommandSpec()
                .usageMessage()
                .synopsisHeading("usage: ")
                .customSynopsis(
                        ("hms " + entry.name() + " " + entry.synopsis()).strip() + " [OPTION]…")
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n");
        return parser;
    }

    private int unknown(List<String> line) {
        var name = line.getFirst();
        if (Catalog.isFamily(name)) {
            var wanted = line.size() > 1 && !line.get(1).startsWith("-");
            var asksForHelp = line.contains("--help") || line.contains("-h");
            if (wanted) {
                var said = "hms: '%s %s' is not a command".formatted(name, line.get(1));
                screen.report(CiResult.failed(said));
                screen.failure(said, "See hms %s --help.".formatted(name));
                return ExitCode.USAGE;
            }
            var text = Overview.family(name, screen.width());
            if (asksForHelp) {
                screen.print(text);
                return ExitCode.DONE;
            }
            screen.printError(text);
            return ExitCode.USAGE;
        }
        var near = Spelling.nearest(name, Catalog.firstWords());
        var hint = near.map(n -> " Did you mean '" + n + "'?").orElse("");
        var said =
                "hms: '"
                        + name
                        + "' is not "
                        + (name.startsWith("-") ? "an option" : "a command")
                        + "."
                        + hint;
        screen.report(CiResult.failed(said));
        screen.failure(said, "See hms --help.");
        return ExitCode.USAGE;
    }

    static List<String> words(String text) {
        return Arrays.asList(text.split(" "));
    }
}
