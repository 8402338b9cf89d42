package hms.server.register;

import io.vertx.core.MultiMap;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A request's parameters, read strictly: what is not understood is named, and never ignored.
record Question(MultiMap parameters) {

    private static final int MAX_WORDS = 200;
    private static final int MAX_CHOICES = 50;

    RegisterQuery query() {
        return new RegisterQuery(
                words(),
                choices("status", StatusGroup.values(), StatusGroup::key),
                choices("kind", Kind.values(), Kind::key),
                agencies(),
                on(),
                page());
    }

    private String words() {
        var words = one("words").strip();
        if (words.length() > MAX_WORDS) {
            throw refused(
                    "A search has at most "
                            + MAX_WORDS
                            + " characters, and this one has "
                            + words.length()
                            + ".");
        }
        return words;
    }

    @Nullable LocalDate on() {
        var text = one("on").strip();
        return text.isEmpty() ? null : day(text);
    }

    private static LocalDate day(String text) {
        if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw refused(
                        "“"
                                + text
                                + "” is not a day of the calendar. Write a date such as 2024-09-03.",
                        e);
            }
        }
        throw refused("“" + brief(text) + "” is not a date. Write it as 2024-09-03.");
    }

    private int page() {
        var text = one("page");
        if (text.isEmpty()) {
            return 1;
        }
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw refused("“" + brief(text) + "” is not a page number. Pages count from 1.");
        }
        return Integer.parseInt(text);
    }

    private Set<String> agencies() {
        return Set.copyOf(new HashSet<>(all("agency")));
    }

    private <T> Set<T> choices(String name, T[] values, Function<T, String> key) {
        var chosen = new HashSet<T>();
        for (var text : all(name)) {
            chosen.add(
                    Arrays.stream(values)
                            .filter(value -> key.apply(value).equals(text))
                            .findAny()
                            .orElseThrow(() -> refused(unknown(name, text, values, key))));
        }
        return chosen;
    }

    private static <T> String unknown(
            String name, String text, T[] values, Function<T, String> key) {
        var known = Arrays.stream(values).map(key).collect(Collectors.joining(", "));
        return "“" + brief(text) + "” is not a " + name + ". There are: " + known + ".";
    }

    /// Whether the text is to be read with its changes marked, which is the usual.
    boolean marked() {
        var text = one("text");
        return switch (text) {
            case "", "marked" -> true;
            case "clean" -> false;
            default ->
                    throw refused(
                            "“"
                                    + brief(text)
                                    + "” is not a form of the text. There are: marked, clean.");
        };
    }

    String one(String name) {
        var all = all(name);
        if (all.size() > 1) {
            throw refused("“" + name + "” is given " + all.size() + " times; give it once.");
        }
        return all.isEmpty() ? "" : all.getFirst();
    }

    private List<String> all(String name) {
        var all = parameters.getAll(name);
        if (all.size() > MAX_CHOICES) {
            throw refused(
                    "“"
                            + name
                            + "” is given "
                            + all.size()
                            + " times; at most "
                            + MAX_CHOICES
                            + " are read.");
        }
        return all;
    }

    private static String brief(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static Refused refused(String detail) {
        return new Refused(Trouble.badRequest(detail));
    }

    private static Refused refused(String detail, Exception cause) {
        var refused = refused(detail);
        refused.addSuppressed(cause);
        return refused;
    }
}
