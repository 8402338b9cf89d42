package hms.checks.scan.privacy;

import hms.artifact.Artifact;
import hms.checks.scan.ScanFinding;
import hms.checks.scan.ScanFindings;
import hms.checks.scan.ScanSeverity;

/// The file that is looked at, and where what is found goes.
///
/// @param isArtifact whether it is the artifact itself, not a file that it names
record Whereabouts(Artifact artifact, String file, boolean isArtifact, ScanFindings findings) {
    private static final String INSTEAD =
            "take it out; a case needs figures, not persons (applicant-17 will do for a name)";

    /// Something that gives itself away by its form.
    void found(Lines.Seen seen, String path) {
        found(seen, path, false);
    }

    /// @param isPublished whether it stands in the text of the rule, which everybody is to read
    void found(Lines.Seen seen, String path, boolean isPublished) {
        boolean contact = isPublished && seen.kind().isContact();
        add(
                seen.kind(),
                contact ? ScanSeverity.WARNING : ScanSeverity.BLOCKING,
                seen.line(),
                seen.column(),
                path,
                "there is " + seen.kind().one() + " (" + Mask.of(seen.text()) + ")",
                contact ? "see that it is the agency's, and no person's" : instead());
    }

    /// Something that its name gives away.
    ///
    /// @param name the key or column
    /// @param count how many such values there are
    void named(PersonalKind kind, String name, String value, long count, int line, int column) {
        boolean asked = kind == PersonalKind.BIRTH_DATE && artifact.inputs().containsKey(name);
        var what =
                count == 1
                        ? "holds " + kind.one()
                        : "holds %s in %,d places".formatted(kind.many(), count);
        add(
                kind,
                asked ? ScanSeverity.WARNING : ScanSeverity.BLOCKING,
                line,
                column,
                name,
                "'" + shown(name) + "' " + what + " (" + Mask.of(value) + ")",
                asked ? "see that the dates are made up, since the rules ask for them" : instead());
    }

    private String instead() {
        return isArtifact ? "take it out; an artifact is published and kept for good" : INSTEAD;
    }

    private static String shown(String name) {
        return name.length() <= 60 ? name : name.substring(0, name.offsetByCodePoints(0, 40)) + "…";
    }

    private void add(
            PersonalKind kind,
            ScanSeverity severity,
            int line,
            int column,
            String path,
            String message,
            String remedy) {
        findings.add(
                new ScanFinding(
                        PrivacyRules.NAME,
                        kind.rule(),
                        severity,
                        artifact.name(),
                        file,
                        line,
                        column,
                        path,
                        message,
                        remedy));
    }
}
