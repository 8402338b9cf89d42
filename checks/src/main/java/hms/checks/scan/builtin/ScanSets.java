package hms.checks.scan.builtin;

import hms.checks.scan.ScanRules;
import hms.checks.scan.ethics.EthicsRules;
import hms.checks.scan.privacy.PrivacyRules;
import hms.trust.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The rule sets that there are, by name.
public final class ScanSets {
    private static final List<ScanRules> ALL = List.of(new PrivacyRules(), new EthicsRules());

    private ScanSets() {}

    /// All of them.
    public static List<ScanRules> all() {
        return ALL;
    }

    /// Their names.
    public static List<String> names() {
        return ALL.stream().map(ScanRules::name).toList();
    }

    /// Those that a list names, as in `privacy, ethics`, each once; all if it names none.
    ///
    /// @return the sets, or why there is no such list
    public static Verdict<List<ScanRules>> named(String list) {
        var sets = new ArrayList<ScanRules>();
        for (var name : Arrays.stream(list.split(",", -1)).map(String::strip).toList()) {
            var set = one(name);
            if (set.isPresent() && !sets.contains(set.get())) {
                sets.add(set.get());
            } else if (set.isEmpty() && !name.isEmpty()) {
                return Verdict.refused(
                        "there is no rule set '%s'; there are %s"
                                .formatted(brief(name), String.join(" and ", names())));
            }
        }
        return Verdict.accepted(sets.isEmpty() ? ALL : List.copyOf(sets));
    }

    private static Optional<ScanRules> one(String name) {
        return ALL.stream().filter(set -> set.name().equals(name)).findFirst();
    }

    private static String brief(String name) {
        return name.length() <= 40 ? name : name.substring(0, name.offsetByCodePoints(0, 30)) + "…";
    }
}
