package hms.client;

import hms.artifact.Finding;
import java.util.List;
import java.util.stream.Collectors;

/// A file is no sound policy artifact.
public final class UnsoundPolicy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    UnsoundPolicy(List<Finding> findings) {
        super(findings.stream().map(Finding::text).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    /// All that is wrong, each with its place.
    public List<Finding> findings() {
        return findings;
    }
}
