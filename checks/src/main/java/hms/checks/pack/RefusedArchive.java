package hms.checks.pack;

import hms.artifact.Finding;

/// Why an archive is refused. Never leaves this package: at its edge it becomes a finding.
final class RefusedArchive extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String remedy;

    /// @param code a stable name such as `unsafe-name`
    /// @param message what is wrong, and in which member, one sentence without its full stop
    /// @param remedy what to do next
    RefusedArchive(String code, String message, String remedy) {
        super(message);
        this.code = code;
        this.remedy = remedy;
    }

    /// An archive that breaks its own format.
    static RefusedArchive damaged(String message) {
        return new RefusedArchive(
                "damaged-archive", message, "make the package again with hms policy pack");
    }

    /// An archive that cannot be read on.
    static RefusedArchive damaged(String what, Exception why) {
        var message = why.getMessage();
        return damaged(what + " is damaged: " + (message == null ? "it breaks off" : message));
    }

    Finding finding(String fileName) {
        return Finding.error(code, String.valueOf(getMessage()), fileName, remedy);
    }
}
