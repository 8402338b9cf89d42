package hms.cli.ci;

import java.util.ArrayList;
import java.util.List;

/// The commands of a script and their words, as a shell takes them apart: quotes, backslashes,
/// comments, and whatever ends a command. Nothing is expanded: a word that a shell would expand is
/// known to be one, and no more.
final class ShellWords {
    private static final String EXPANDS = "$`*?[~";

    private final String script;
    private final List<List<Word>> commands = new ArrayList<>();
    private List<Word> command = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private boolean literal = true;
    private int at;

    /// @param literal whether it is the text that the command gets
    record Word(String text, boolean literal) {}

    private ShellWords(String script) {
        this.script = script;
    }

    static List<List<Word>> commands(String script) {
        var words = new ShellWords(script);
        words.read();
        return words.commands;
    }

    private void read() {
        while (at < script.length()) {
            char c = script.charAt(at++);
            switch (c) {
                case '\'' -> single();
                case '"' -> twice();
                case '\\' -> escaped();
                case '#' -> hash();
                case ' ', '\t', '\r' -> endWord();
                case '<', '>' -> endWord();
                case '$' -> dollar();
                case ';', '&', '|', '\n', '(', ')' -> endCommand();
                default -> add(c);
            }
        }
        endCommand();
    }

    private void add(char c) {
        begun = true;
        literal &= EXPANDS.indexOf(c) < 0;
        word.append(c);
    }

    private void single() {
        begun = true;
        int end = script.indexOf('\'', at);
        int to = end < 0 ? script.length() : end;
        word.append(script, at, to);
        at = to + 1;
    }

    private void twice() {
        begun = true;
        while (at < script.length() && script.charAt(at) != '"') {
            char c = script.charAt(at++);
            if (c == '\\' && at < script.length()) {
                char next = script.charAt(at++);
                if (next != '\n') {
                    word.append("$`\"\\".indexOf(next) >= 0 ? "" : "\\").append(next);
                }
            } else if (c == '$') {
                dollar();
            } else {
                literal &= c != '`';
                word.append(c);
            }
        }
        at++;
    }

    private void escaped() {
        if (at >= script.length()) {
            return;
        }
        char next = script.charAt(at++);
        if (next != '\n') {
            begun = true;
            word.append(next);
        }
    }

    private void hash() {
        if (begun) {
            add('#');
            return;
        }
        int end = script.indexOf('\n', at);
        at = end < 0 ? script.length() : end;
    }

    /// What a variable or a command in brackets becomes is not known here.
    private void dollar() {
        add('$');
        if (at >= script.length() || "({".indexOf(script.charAt(at)) < 0) {
            return;
        }
        int depth = 0;
        do {
            char c = script.charAt(at++);
            depth += "({".indexOf(c) >= 0 ? 1 : ")}".indexOf(c) >= 0 ? -1 : 0;
            word.append(c);
        } while (depth > 0 && at < script.length());
    }

    private void endWord() {
        if (begun) {
            command.add(new Word(word.toString(), literal));
        }
        word.setLength(0);
        begun = false;
        literal = true;
    }

    private void endCommand() {
        endWord();
        if (!command.isEmpty()) {
            commands.add(command);
        }
        command = new ArrayList<>();
    }
}
