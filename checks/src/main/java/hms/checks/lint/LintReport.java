package hms.checks.lint;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.DateLint;
import hms.artifact.Finding;
import hms.artifact.ParseResult;
import hms.artifact.ProseLint;
import hms.artifact.SchemaCheck;
import hms.artifact.Severity;
import hms.artifact.Value;
import hms.artifact.Version;
import hms.artifact.VersionLint;
import hms.decisions.RuleSet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// All that can be said about a file before it goes anywhere: does it parse, do its values fit its
/// schema, do its rules compile, do version, dates and prose agree with what they are about.
///
/// @param fileName the file
/// @param artifact the artifact, if the file is one
/// @param findings errors first, then by place
/// @param text the findings in the text they are about, as a compiler shows them, ending with a
///     line that sums up
public record LintReport(
        String fileName, Optional<Artifact> artifact, List<Finding> findings, String text) {
    public LintReport {
        findings = List.copyOf(findings);
    }

    /// Checks a file.
    ///
    /// @param bytes the file
    /// @param fileName its name, for messages
    /// @param versionIfAbsent the version where the document has none; empty if it must have one
    public static LintReport of(
            byte[] bytes, String fileName, Optional<Version> versionIfAbsent, LintContext context) {
        var result = ArtifactParser.parse(bytes, fileName, versionIfAbsent);
        var artifact =
                result instanceof ParseResult.Parsed parsed
                        ? Optional.of(parsed.artifact())
                        : Optional.<Artifact>empty();
        var findings = new ArrayList<>(result.findings());
        artifact.ifPresent(known -> findings.addAll(findings(known, context)));
        findings.sort(
                Comparator.comparing(Finding::severity)
                        .thenComparingInt(Finding::line)
                        .thenComparingInt(Finding::column));
        return new LintReport(fileName, artifact, findings, text(bytes, fileName, findings));
    }

    /// What is wrong or doubtful about an artifact that parses.
    public static List<Finding> findings(Artifact artifact, LintContext context) {
        var findings = new ArrayList<Finding>();
        findings.addAll(SchemaCheck.check(artifact));
        findings.addAll(rules(artifact, context));
        context.live()
                .ifPresent(live -> findings.addAll(VersionLint.compare(live, artifact).findings()));
        findings.addAll(
                DateLint.check(artifact, context.timeline(), context.now(), context.legalZone()));
        findings.addAll(ProseLint.check(artifact));
        return findings;
    }

    private static List<Finding> rules(Artifact artifact, LintContext context) {
        var uses = new HashMap<String, Artifact>();
        var findings = new ArrayList<Finding>();
        artifact.uses()
                .forEach(
                        (alias, id) -> {
                            var used = context.policies().get(id);
                            if (used == null) {
                                findings.add(unknown(artifact, alias, id.text()));
                            } else {
                                uses.put(alias, used);
                            }
                        });
        if (findings.isEmpty()) {
            findings.addAll(RuleSet.findings(artifact, uses));
        }
        return findings;
    }

    private static Finding unknown(Artifact artifact, String alias, String id) {
        return new Finding(
                Severity.WARNING,
                "used-policy-unknown",
                "the policy " + id + " is not known here, so the rules were not compiled",
                artifact.source().fileName(),
                0,
                0,
                "$.uses." + alias,
                "check again where " + id + " is live, or with its file beside this one");
    }

    /// Whether the file may go on: it has no errors and, where `strict`, no warnings.
    public boolean passes(boolean strict) {
        return strict ? findings.isEmpty() : errors() == 0;
    }

    /// How many errors there are.
    public long errors() {
        return count(findings, Severity.ERROR);
    }

    /// How many warnings there are.
    public long warnings() {
        return count(findings, Severity.WARNING);
    }

    /// One line: `no findings`, or `2 errors, 1 warning`.
    public String summary() {
        return summary(findings);
    }

    private static String summary(List<Finding> findings) {
        var errors = count(findings, Severity.ERROR);
        var warnings = count(findings, Severity.WARNING);
        var parts = new ArrayList<String>();
        if (errors > 0) {
            parts.add(errors + (errors == 1 ? " error" : " errors"));
        }
        if (warnings > 0) {
            parts.add(warnings + (warnings == 1 ? " warning" : " warnings"));
        }
        return parts.isEmpty() ? "no findings" : String.join(", ", parts);
    }

    private static long count(List<Finding> findings, Severity severity) {
        return findings.stream().filter(finding -> finding.severity() == severity).count();
    }

    private static String text(byte[] bytes, String fileName, List<Finding> findings) {
        var excerpt = new Excerpt(bytes);
        return findings.stream()
                        .map(finding -> excerpt.of(finding) + "\n")
                        .collect(Collectors.joining())
                + fileName
                + ": "
                + summary(findings)
                + "\n";
    }

    /// The report as JSON: `{"file", "policy", "version", "digest", "errors", "warnings",
    /// "findings": […]}`.
    public String json() {
        var report = new LinkedHashMap<String, Value>();
        report.put("file", new Value.Text(fileName));
        artifact.ifPresent(
                known -> {
                    report.put("policy", new Value.Text(known.id().text()));
                    report.put("version", new Value.Text(known.version().toString()));
                    report.put("digest", new Value.Text(known.digest().toString()));
                });
        report.put("errors", number(errors()));
        report.put("warnings", number(warnings()));
        report.put(
                "findings", new Value.ListValue(findings.stream().map(LintReport::value).toList()));
        return new Value.MapValue(report).toJson();
    }

    private static Value value(Finding finding) {
        var fields = new LinkedHashMap<String, Value>();
        fields.put("severity", new Value.Text(finding.severity().name().toLowerCase(Locale.ROOT)));
        fields.put("code", new Value.Text(finding.code()));
        fields.put("message", new Value.Text(finding.message()));
        fields.put("file", new Value.Text(finding.file()));
        fields.put("line", number(finding.line()));
        fields.put("column", number(finding.column()));
        fields.put("path", new Value.Text(finding.path()));
        fields.put("remedy", new Value.Text(finding.remedy()));
        return new Value.MapValue(fields);
    }

    private static Value number(long number) {
        return new Value.Num(BigDecimal.valueOf(number));
    }
}
