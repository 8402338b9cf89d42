package hms.core.state;

import java.util.regex.Pattern;

/// A target of an environment, `staging/benefits-api`.
public record TargetId(EnvironmentId environment, String name) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public TargetId {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a target's name is [a-z0-9][a-z0-9-]{0,62}, not \"" + name + "\"");
        }
    }

    /// @throws IllegalArgumentException if the text is none
    public static TargetId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "a target is written ENVIRONMENT/NAME, not \"" + text + "\"");
        }
        return new TargetId(new EnvironmentId(text.substring(0, slash)), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return environment + "/" + name;
    }
}
