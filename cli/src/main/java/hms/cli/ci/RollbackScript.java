package hms.cli.ci;

import hms.cli.ci.ShellWords.Word;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The script that takes a promotion back on the machine that promotes.
///
/// @param shown it as its user names it
/// @param path the file
public record RollbackScript(String shown, Path path) {
    private static final Set<String> PREFIXES =
            Set.of(
                    "exec", "time", "env", "command", "if", "then", "else", "elif", "do", "while",
                    "!", "{");
    private static final Set<String> MOVES = Set.of("cd", "pushd", "popd");
    private static final Set<String> TAKES_VALUE = Set.of("--server", "--data");
    private static final String OPTION = "--rollback";

    /// @param what one sentence
    /// @param remedy what to do
    public record Unusable(String what, String remedy) {}

    /// Why it cannot be run; empty if it can.
    public Optional<Unusable> problem() {
        if (!Files.exists(path)) {
            return Optional.of(
                    new Unusable(
                            "There is no rollback script " + shown + ".",
                            "Check its name; nothing was done."));
        }
        if (!Files.isRegularFile(path)) {
            return Optional.of(
                    new Unusable(
                            "The rollback script " + shown + " is not a plain file.",
                            "Name a script; nothing was done."));
        }
        return Files.isExecutable(path)
                ? Optional.empty()
                : Optional.of(
                        new Unusable(
                                "The rollback script " + shown + " is not executable.",
                                "Make it so: chmod +x " + shown + "; nothing was done."));
    }

    /// The scripts that the promotions of a shell script name. One whose name the shell makes up,
    /// or that is named after a change of folder, is left to the promotion itself.
    ///
    /// @param folder where the shell starts
    static List<RollbackScript> in(String script, Path folder) {
        var found = new ArrayList<RollbackScript>();
        for (var command : ShellWords.commands(script)) {
            var words = withoutPrefixes(command);
            if (!words.isEmpty() && MOVES.contains(words.getFirst().text())) {
                return found;
            }
            if (isPromotion(words)) {
                named(words)
                        .filter(Word::literal)
                        .map(Word::text)
                        .ifPresent(
                                name -> found.add(new RollbackScript(name, folder.resolve(name))));
            }
        }
        return found;
    }

    private static List<Word> withoutPrefixes(List<Word> command) {
        int from = 0;
        while (from < command.size()
                && (PREFIXES.contains(command.get(from).text())
                        || command.get(from).text().matches("[A-Za-z_][A-Za-z0-9_]*=.*"))) {
            from++;
        }
        return command.subList(from, command.size());
    }

    private static boolean isPromotion(List<Word> words) {
        if (words.isEmpty() || !words.getFirst().text().matches("(?:.*/)?hms(?:-svc)?")) {
            return false;
        }
        int at = 1;
        while (at < words.size() && words.get(at).text().startsWith("--")) {
            at += TAKES_VALUE.contains(words.get(at).text()) ? 2 : 1;
        }
        return at < words.size() && words.get(at).text().equals("promote");
    }

    private static Optional<Word> named(List<Word> words) {
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (word.text().equals(OPTION) && i + 1 < words.size()) {
                return Optional.of(words.get(i + 1));
            }
            if (word.text().startsWith(OPTION + "=")) {
                return Optional.of(
                        new Word(word.text().substring(OPTION.length() + 1), word.literal()));
            }
        }
        return Optional.empty();
    }
}
