package hms.decisions;

/// Something wrong in a rule's expression.
///
/// @param code a stable name for programs
/// @param message what is wrong
/// @param line the line in the expression, from 1
/// @param column the column in that line, from 1
/// @param remedy what to do about it
record Problem(String code, String message, int line, int column, String remedy) {}
