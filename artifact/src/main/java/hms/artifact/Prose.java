package hms.artifact;

import java.util.Optional;

/// What an artifact says to people.
///
/// @param title one line; the id where the file has none
/// @param agency who makes the rule, one line
/// @param summary what this version changes
/// @param content the register's text, in Markdown
public record Prose(
        String title,
        Optional<String> agency,
        Optional<String> summary,
        Optional<String> content) {}
