package hms.client.live;

import hms.artifact.Artifact;
import hms.trust.Verdict;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/// Compiles rules. It stands between this package and `hms.decisions`, which a program that only
/// reads values need not have on its class path.
interface RuleEngine {
    /// Compiles all rules of an artifact, or says what is wrong with them.
    ///
    /// @param uses the artifacts behind the aliases of its `uses`
    Verdict<Program> compile(Artifact artifact, Map<String, Artifact> uses);

    /// Compiled rules, as of any date.
    interface Program {
        /// The rules as of one date.
        Bound at(LocalDate on);
    }

    /// Rules as of one date, for any number of threads.
    interface Bound {
        /// Asks one rule. Never throws, whatever the inputs are.
        Ruling evaluate(String rule, Map<String, ?> inputs);
    }

    /// The engine, if `hms.decisions` is on the class path.
    static Optional<RuleEngine> find() {
        try {
            Class.forName("hms.decisions.RuleSet", false, RuleEngine.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
        return Optional.of(new CelEngine());
    }
}
