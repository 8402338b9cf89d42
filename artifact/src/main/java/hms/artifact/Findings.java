package hms.artifact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong with one file; bounded, so that a file of faults cannot fill memory or a
/// screen.
final class Findings {
    private static final int MOST = 100;

    private final String file;
    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private boolean more;

    Findings(String file) {
        this.file = file;
    }

    void error(String code, At at, String message, String remedy) {
        add(errors, Severity.ERROR, code, at, message, remedy);
    }

    void warning(String code, At at, String message, String remedy) {
        add(warnings, Severity.WARNING, code, at, message, remedy);
    }

    private void add(
            List<Finding> found,
            Severity severity,
            String code,
            At at,
            String message,
            String remedy) {
        if (found.size() >= MOST) {
            more = true;
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
        return !errors.isEmpty();
    }

    /// Whether there are so many errors that looking for more makes no sense.
    boolean isFull() {
        return errors.size() >= MOST;
    }

    /// Errors first, each kind in the order of their places.
    List<Finding> list() {
        var all = new ArrayList<>(errors);
        all.addAll(warnings);
        all.sort(
                Comparator.comparing(Finding::severity)
                        .thenComparingInt(Finding::line)
                        .thenComparingInt(Finding::column));
        if (more || isFull()) {
            all.add(
                    new Finding(
                            hasErrors() ? Severity.ERROR : Severity.WARNING,
                            "more-findings",
                            "there may be more findings than these",
                            file,
                            0,
                            0,
                            "$",
                            "mend these first and check again"));
        }
        return List.copyOf(all);
    }
}
