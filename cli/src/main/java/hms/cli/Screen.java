package hms.cli;

import hms.cli.Terminal.Stream;
import hms.cli.ci.CiResult;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/// Writes lines for people. Whatever could steer a terminal, or hide in a line, is made visible;
/// colours are marks within the text ([Ink]) that become escape codes only on a terminal.
final class Screen {
    private final Environment environment;
    private final Terminal terminal;
    private final boolean colourOut;
    private final boolean colourErr;
    private int drawn;

    Screen(Environment environment) {
        this.environment = environment;
        terminal = environment.terminal();
        var wanted =
                environment.variable("NO_COLOR").isEmpty()
                        && !environment.variables().getOrDefault("TERM", "").equals("dumb");
        colourOut = wanted && terminal.isInteractive(Stream.OUT);
        colourErr = wanted && terminal.isInteractive(Stream.ERR);
    }

    /// Columns.
    int width() {
        return terminal.width();
    }

    /// Columns of a table: what is piped on is not cut.
    int tableWidth() {
        return isLive() ? terminal.width() : Integer.MAX_VALUE;
    }

    boolean isColoured() {
        return colourOut;
    }

    /// Whether a person looks at the results while they come.
    boolean isLive() {
        return terminal.isInteractive(Stream.OUT);
    }

    /// A result.
    void line(String text) {
        write(terminal.out(), text + "\n", colourOut);
    }

    /// Results of several lines, each with its end.
    void print(String text) {
        write(terminal.out(), text, colourOut);
    }

    /// A result exactly as it is, such as JSON from the server or a file's text.
    void raw(String text) {
        terminal.out().print(text);
        if (!text.endsWith("\n")) {
            terminal.out().print('\n');
        }
        terminal.out().flush();
    }

    /// Replaces the last lines on a terminal, which have no end yet, by others.
    void redraw(List<String> lines) {
        var up = drawn > 1 ? "\u001b[" + (drawn - 1) + "A" : "";
        var several = drawn > 1 || lines.size() > 1;
        terminal.out().print("\r" + up + (several ? "\u001b[J" : "\u001b[K"));
        write(terminal.out(), String.join("\n", lines), colourOut);
        drawn = lines.size();
    }

    /// A message beside the results.
    void note(String text) {
        write(terminal.err(), text + "\n", colourErr);
    }

    /// A message of several lines, each with its end.
    void printError(String text) {
        write(terminal.err(), text, colourErr);
    }

    /// What went wrong, and what to do next.
    void failure(String what, String remedy) {
        note(Ink.HARM.of("✗ ") + what);
        if (!remedy.isEmpty()) {
            note("  " + remedy);
        }
    }

    /// Tells the program that runs this command what it has come to, if there is one that wants to
    /// know.
    void report(CiResult result) {
        environment.variable(CiResult.VARIABLE).ifPresent(file -> report(result, file));
    }

    private void report(CiResult result, String file) {
        try {
            result.append(environment.path(file));
        } catch (IOException e) {
            failure(
                    "The result could not be written to %s: %s.".formatted(file, Reading.reason(e)),
                    "Look at " + CiResult.VARIABLE + ", which names that file.");
        }
    }

    /// Whether a question can be asked and answered.
    boolean canAsk() {
        return terminal.isInteractive(Stream.IN) && terminal.isInteractive(Stream.ERR);
    }

    /// Asks, and waits for an answer; anything but yes is no.
    boolean ask(String question) {
        write(terminal.err(), question, colourErr);
        return LineReader.read(terminal.in())
                .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
                .filter(answer -> answer.equals("y") || answer.equals("yes"))
                .isPresent();
    }

    private static void write(PrintStream to, String text, boolean coloured) {
        to.print(Ink.render(text, coloured));
        to.flush();
    }
}
