package hms.checks.simulate;

/// A case that the new version does not handle as expected, or not at all.
///
/// @param place where the case stands: `scenarios/readings.csv:17`
/// @param name the case's name; its place where it has none
/// @param rule the rule, or empty if the inputs already do not fit
/// @param why what is wrong: `expected false, got true`, or why there is no outcome
public record UnadaptedCase(String place, String name, String rule, String why) {}
