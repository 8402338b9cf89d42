package hms.checks.scan;

/// What a rule set found. Reports become evidence on the ledger, so that no finding repeats the
/// personal data that it is about.
///
/// @param ruleset the set, such as `privacy`
/// @param rule the rule in it, such as `ssn`
/// @param policy the artifact, `id@version`
/// @param file the file: the artifact's own name, or one that it names
/// @param line the line, from 1; 0 if it is about the file as a whole
/// @param column the column in characters, from 1; 0 if it is about the line or file as a whole
/// @param path the place in the document, `$.inputs.age`, or the name of the column; `$` if neither
/// @param message what was found, one sentence without its full stop
/// @param remedy what to do, an imperative without its full stop
public record ScanFinding(
        String ruleset,
        String rule,
        ScanSeverity severity,
        String policy,
        String file,
        int line,
        int column,
        String path,
        String message,
        String remedy) {

    /// Whether the release is not to go out like this.
    public boolean isBlocking() {
        return severity == ScanSeverity.BLOCKING;
    }

    /// `scenarios/people.csv:2:7`.
    public String place() {
        return line == 0 ? file : file + ":" + line + (column == 0 ? "" : ":" + column);
    }

    /// One line for people.
    public String text() {
        return place() + " " + ruleset + "/" + rule + ": " + message + "; " + remedy;
    }
}
