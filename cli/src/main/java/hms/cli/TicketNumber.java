package hms.cli;

/// The number of a ticket, as in `37`, `#37` or `T-37`.
final class TicketNumber {
    private TicketNumber() {}

    static int of(String text) {
        var digits = text.replaceFirst("^(#|[Tt]-)", "");
        if (!digits.matches("[1-9][0-9]{0,8}")) {
            throw Failure.usage(
                    "\"" + text + "\" is no number of a ticket.",
                    "Write it like 37; hms ticket list shows those that are open.");
        }
        return Integer.parseInt(digits);
    }
}
