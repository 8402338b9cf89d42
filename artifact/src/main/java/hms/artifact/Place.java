package hms.artifact;

/// A place in an artifact's file.
///
/// @param line the line, from 1
/// @param column the column in Unicode characters, from 1
/// @param path the place in the document, as in `$.rules.violation`
public record Place(int line, int column, String path) {}
