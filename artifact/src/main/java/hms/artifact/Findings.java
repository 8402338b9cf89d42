package hms.artifact;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with one file; bounded, so that a file of faults cannot fill memory or a
/// screen.
final class Findings {
    private static final int MOST = 100;

    private final String file;
    private final List<Finding> found = new ArrayList<>();
    private int unlisted;
    private boolean errors;

    Findings(String file) {
        this.file = file;
    }

    void error(String code, At at, String message, String remedy) {
        errors = true;
        add(Severity.ERROR, code, at, message, remedy);
    }

    void warning(String code, At at, String message, String remedy) {
        add(Severity.WARNING, code, at, message, remedy);
    }

    private void add(Severity severity, String code, At at, String message, String remedy) {
        if (found.size() >= MOST) {
            unlisted++;
            return;
        }
        found.add(
                new Finding(
                        severity,
                        code,
                        message,
                        file,
                        at.line(),
                        at.column(),
                        at.path().text(),
                        remedy));
    }

    boolean hasErrors() {
        return errors;
    }

    /// Errors first, then by place.
    List<Finding> list() {
        var sorted = new ArrayList<>(found);
        sorted.sort(
                java.util.Comparator.comparing(Finding::severity)
                        .thenComparingInt(Finding::line)
                        .thenComparingInt(Finding::column));
        if (unlisted > 0) {
            sorted.add(
                    new Finding(
                            errors ? Severity.ERROR : Severity.WARNING,
                            "more-findings",
                            "there are " + unlisted + " more findings",
                            file,
                            0,
                            0,
                            "$",
                            "mend these first and check again"));
        }
        return List.copyOf(sorted);
    }
}
