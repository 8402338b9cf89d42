package hms.decisions;

/// What is wrong with an input.
///
/// @param input its name, as it was given
/// @param message what is wrong and what to do, beginning with the name
public record InputProblem(String input, String message) {}
