package hms.checks.test;

import hms.artifact.Artifact;
import hms.decisions.RuleSet;
import java.time.LocalDate;
import java.util.Map;

/// An artifact under test.
///
/// @param rules its rules, compiled
/// @param files what it names, by the names as written there
/// @param uses the artifacts behind the aliases of its `uses`
/// @param day for cases that say none: the day on which it would be in force
record Subject(
        Artifact artifact,
        RuleSet rules,
        Map<String, byte[]> files,
        Map<String, Artifact> uses,
        LocalDate day) {}
