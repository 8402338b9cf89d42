package hms.checks.canary;

/// When a canary is looked at.
///
/// @param over whether it was watched for as long as it had to be
/// @param settled whether those who do not have the new version have had the time to report too
/// @param shadow whether the new version is only evaluated, and obeyed by nobody
/// @param first whether no version was in force before it
public record Look(boolean over, boolean settled, boolean shadow, boolean first) {}
