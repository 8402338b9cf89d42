package hms.cli;

/// The number of a run, as in `184` or `#184`.
final class RunNumber {
    private RunNumber() {}

    static int of(String text) {
        var digits = text.startsWith("#") ? text.substring(1) : text;
        if (!digits.matches("[1-9][0-9]{0,8}")) {
            throw Failure.usage(
                    "\"" + text + "\" is no number of a run.",
                    "Write it like 184; hms runs lists them.");
        }
        return Integer.parseInt(digits);
    }
}
