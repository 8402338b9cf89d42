package hms.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Writes the script by which a shell completes what is typed.
@Command(
        name = "hms completion",
        description = "Prints a script by which the shell completes commands, options and files.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  source <(hms completion bash)",
            "  hms completion zsh > ~/.hms-completion.zsh && source ~/.hms-completion.zsh"
        })
final class CompletionCommand extends HmsCommand {
    @Parameters(paramLabel = "SHELL", description = "bash or zsh")
    private String shell = "";

    @Override
    int run(Invocation invocation) {
        switch (shell) {
            case "bash" -> invocation.screen().raw(script());
            case "zsh" ->
                    invocation
                            .screen()
                            .raw(
                                    "autoload -U +X compinit && compinit\n"
                                            + "autoload -U +X bashcompinit && bashcompinit\n"
                                            + script());
            case String other ->
                    throw Failure.usage(
                            "There is no completion for \"" + other + "\".",
                            "There are bash and zsh.");
        }
        return ExitCode.DONE;
    }

    private String script() {
        var first = new TreeSet<>(Catalog.firstWords());
        first.addAll(List.of("help", "--help", "--version"));
        return """
            # Completes hms and hms-svc. Made by: hms completion %s
            _hms() {
                local cur=${COMP_WORDS[COMP_CWORD]} first=${COMP_WORDS[1]:-} second=${COMP_WORDS[2]:-}
                local words=
                COMPREPLY=()
                if ((COMP_CWORD == 1)); then
                    COMPREPLY=($(compgen -W "%s" -- "$cur"))
                    return
                fi
                case $first in
            %s    esac
                if ((COMP_CWORD == 2)) && [[ -n $words ]]; then
                    COMPREPLY=($(compgen -W "$words" -- "$cur"))
                    return
                fi
                if [[ $cur != -* ]]; then
                    COMPREPLY=($(compgen -f -- "$cur"))
                    return
                fi
                case "$first $second" in
            %s    esac
                COMPREPLY=($(compgen -W "$words" -- "$cur"))
            }
            complete -o filenames -F _hms hms hms-svc ./hms ./hms-svc
            """
                .formatted(shell, String.join(" ", first), families(), options());
    }

    private static String families() {
        var families = new LinkedHashMap<String, List<String>>();
        Catalog.entries().stream()
                .filter(entry -> entry.words() == 2)
                .forEach(
                        entry ->
                                families.computeIfAbsent(entry.family(), _ -> new ArrayList<>())
                                        .add(HmsCli.words(entry.name()).get(1)));
        families.put("completion", List.of("bash", "zsh"));
        return families.entrySet().stream()
                .map(
                        f ->
                                "        %s) words='%s' ;;\n"
                                        .formatted(f.getKey(), String.join(" ", f.getValue())))
                .collect(Collectors.joining());
    }

    private static String options() {
        return Catalog.entries().stream()
                .map(
                        entry ->
                                "        %s) words='%s' ;;\n"
                                        .formatted(pattern(entry), optionsOf(entry)))
                .collect(Collectors.joining());
    }

    private static String pattern(Catalog.Entry entry) {
        return entry.words() == 2 ? "'" + entry.name() + "'" : entry.name() + "' '*";
    }

    private static String optionsOf(Catalog.Entry entry) {
        return new CommandLine(entry.command().get())
                .getCommandSpec().options().stream()
                        .filter(option -> !option.hidden())
                        .map(CommandLine.Model.OptionSpec::longestName)
                        .collect(Collectors.joining(" "));
    }
}
