package hms.artifact;

/// A decision, written in the Common Expression Language.
///
/// @param name the name by which it is asked for
/// @param expression the expression's source
/// @param place where the first character of the expression stands in the artifact's file
public record Rule(String name, String expression, Place place) {}
