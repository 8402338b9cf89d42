package hms.cli;

import java.util.List;
import java.util.regex.Pattern;

/// Names of environments, as they are given to commands about clusters.
final class ClusterNames {
    /// In the order in which a release passes them.
    static final List<String> USUAL = List.of("staging", "preprod", "production");

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private ClusterNames() {}

    /// @param given none for the usual ones
    static List<String> of(List<String> given) {
        return given.isEmpty() ? USUAL : given.stream().map(ClusterNames::one).distinct().toList();
    }

    static String one(String given) {
        var name = DeployOptions.environment(given);
        if (!FORM.matcher(name).matches()) {
            throw Failure.usage(
                    "\"" + given + "\" is no name of an environment.",
                    "Write it like staging, preprod or production.");
        }
        return name;
    }
}
