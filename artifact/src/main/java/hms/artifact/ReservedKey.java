package hms.artifact;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The keys of an artifact that are not values: the one list of them. Reference documentation is
/// made from it.
public enum ReservedKey {
    ID("the policy's id: 1 to 63 lower-case letters, digits and hyphens", "epa-pm25-limit", true),
    VERSION("the version by Semantic Versioning 2.0.0, a text", "2.0.0", true),
    TITLE("the title for people; the id if absent", "24-hour fine-particle limit", false),
    AGENCY("who makes the rule", "Environmental Protection Agency", false),
    SUMMARY("one sentence on what this version changes", "Tightens the daily PM2.5 limit.", false),
    CONTENT(
            "prose for the public register, in Markdown; written from the values if absent",
            "The limit is 25 µg/m³.",
            false),
    EFFECTIVE(
            "from when it is in force: an instant, or a local date or date-time in `timezone`;"
                    + " from its activation if absent",
            "2024-09-01T00:00:00Z",
            false),
    TIMEZONE(
            "the IANA time zone of local dates; the server's legal zone if absent",
            "America/New_York",
            false),
    EXPIRES(
            "the first day, or the instant, from which it is no longer in force",
            "2030-01-01",
            false),
    RETROACTIVE(
            "in force from a past `effective` in answers about dates; says on what legal basis",
            "{ basis: \"Pub. L. 118-42 § 3\" }",
            false),
    OFFLINE(
            "what a disconnected client does at a scheduled instant: `flip` (the default) or `hold`",
            "flip",
            false),
    CORRECTS("the earlier version whose text this one corrects", "1.2.0", false),
    TAGS("words by which governance and routing select policies", "[health, air]", false),
    INPUTS(
            "what the rules are asked with: type, unit, min, max, enum, default, description",
            "{ reading: { type: number, unit: ug_per_m3, min: 0 } }",
            false),
    RULES(
            "decisions, in the Common Expression Language, with values and inputs in scope by name",
            "{ violation: reading > limit }",
            false),
    SCHEMA(
            "JSON Schema 2020-12 for the values: a map of properties, or a full schema",
            "{ limit: { type: number, minimum: 0 } }",
            false),
    SCENARIOS("files of cases that the simulation replays", "[scenarios/pm25.yaml]", false),
    PARTNERS("who is told", "[state-airboards]", false),
    USES(
            "other policies whose values the rules read, by alias, as of the same date",
            "{ fpl: hhs-poverty-guidelines }",
            false),
    TESTS("files of the package's own cases", "[tests/pm25.yaml]", false),
    PUBLIC(
            "whether live values can be read without a token: true or false (the default)",
            "true",
            false);

    private static final Map<String, ReservedKey> BY_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(ReservedKey::key, Function.identity()));

    private final String meaning;
    private final String example;
    private final boolean required;

    ReservedKey(String meaning, String example, boolean required) {
        this.meaning = meaning;
        this.example = example;
        this.required = required;
    }

    /// The key as it is written in a file.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What it says, one sentence without its full stop, in Markdown.
    public String meaning() {
        return meaning;
    }

    /// A value that it can have, in YAML.
    public String example() {
        return example;
    }

    /// Whether a file has to have it.
    public boolean required() {
        return required;
    }

    /// The reserved key that is written so.
    public static Optional<ReservedKey> of(String key) {
        return Optional.ofNullable(BY_NAME.get(key));
    }

    /// The reserved key that `name` is a likely slip of: written in other letter case, or one
    /// letter inserted, missing, changed, or swapped with its neighbour. A single letter is a name
    /// and no slip.
    public static Optional<ReservedKey> nearest(String name) {
        if (name.length() == 1) {
            return Optional.empty();
        }
        var lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(key -> isOneEdit(lower, key.key())).findFirst();
    }

    /// Whether the Damerau–Levenshtein distance is at most 1.
    static boolean isOneEdit(String a, String b) {
        if (a.length() > b.length()) {
            return isOneEdit(b, a);
        }
        var same = 0;
        while (same < a.length() && a.charAt(same) == b.charAt(same)) {
            same++;
        }
        if (b.length() == a.length() + 1) {
            return a.substring(same).equals(b.substring(same + 1));
        }
        if (a.length() != b.length()) {
            return false;
        }
        if (same == a.length() || a.substring(same + 1).equals(b.substring(same + 1))) {
            return true;
        }
        return a.substring(same + 2).equals(b.substring(same + 2))
                && a.charAt(same) == b.charAt(same + 1)
                && a.charAt(same + 1) == b.charAt(same);
    }
}
