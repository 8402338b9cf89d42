package hms.checks.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// The names that a file in a package may have: relative, with `/`, safe to write to any file
/// system.
final class MemberName {
    static final int MAX_BYTES = 240;

    private MemberName() {}

    /// What is wrong with `name`, as the end of a sentence; empty if nothing is.
    static Optional<String> problem(String name) {
        if (name.isEmpty()) {
            return Optional.of("is empty");
        }
        if (name.getBytes(UTF_8).length > MAX_BYTES) {
            return Optional.of("is longer than " + MAX_BYTES + " bytes");
        }
        if (name.codePoints().anyMatch(MemberName::isForbidden)) {
            return Optional.of("has a backslash, a colon, or a character that cannot be seen");
        }
        if (name.startsWith("/")) {
            return Optional.of("is absolute");
        }
        if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
            return Optional.of("is not in Unicode normal form C");
        }
        for (var part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return Optional.of("has an empty part, . or .. in its path");
            }
            if (part.startsWith(" ") || part.endsWith(" ") || part.endsWith(".")) {
                return Optional.of(
                        "has a part that begins or ends with a space, or ends with a full stop");
            }
        }
        return Optional.empty();
    }

    /// The same for all names that some file system would take for one another.
    static String collisionKey(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isForbidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    true;
            default -> c == '\\' || c == ':' || (c != ' ' && Character.isSpaceChar(c));
        };
    }
}
