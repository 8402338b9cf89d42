package hms.core.state;

import java.util.regex.Pattern;

/// Name of an environment: `production`, `staging`. `prod` is read as `production`.
public record EnvironmentId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public static final EnvironmentId PRODUCTION = new EnvironmentId("production");

    public EnvironmentId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "an environment's name is [a-z][a-z0-9-]{0,31}, not \"" + value + "\"");
        }
        if (value.equals("prod")) {
            value = "production";
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
