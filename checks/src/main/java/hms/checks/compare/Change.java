package hms.checks.compare;

import java.util.Optional;

/// One place where two versions of a policy differ.
///
/// @param path   `limit`, `cap.2024-01-01`, `rules.violation`, `title`
/// @param before as JSON; empty where it is new
/// @param after  as JSON; empty where it is gone
public record Change(String path, Optional<String> before, Optional<String> after) {}
