package hms.checks.cases;

import java.util.Locale;

/// A file of cases, as the artifact names it. What it is, its ending says: `.csv`, `.jsonl` or
/// `.ndjson` for rows, and `.yaml`, `.yml` or `.json` for cases written by hand.
final class CaseFile {
    private final String name;
    private final byte[] bytes;

    /// @param name its path relative to the artifact's folder
    /// @param bytes the file; nobody changes it
    CaseFile(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    String name() {
        return name;
    }

    byte[] bytes() {
        return bytes;
    }

    Kind kind() {
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv")) {
            return Kind.CSV;
        }
        if (lower.endsWith(".jsonl") || lower.endsWith(".ndjson")) {
            return Kind.JSON_LINES;
        }
        if (lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json")) {
            return Kind.CASES;
        }
        return Kind.UNKNOWN;
    }

    /// The name of a file that stands beside this one.
    String beside(String other) {
        return name.substring(0, name.lastIndexOf('/') + 1) + other;
    }

    enum Kind {
        CASES,
        CSV,
        JSON_LINES,
        UNKNOWN
    }
}
