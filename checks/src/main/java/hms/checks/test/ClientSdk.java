package hms.checks.test;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.decisions.Decision;
import hms.trust.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A real client SDK. Checks do not know one; whoever runs them does.
@FunctionalInterface
public interface ClientSdk {

    /// Starts a client at an instant, and gives it policies, each in force then, or from its
    /// `effective` on if that is later.
    ///
    /// @return the client, or why it does not take them
    Verdict<Session> open(List<Artifact> artifacts, Instant at);

    /// A client with policies in it.
    interface Session extends AutoCloseable {

        /// Lets time pass, forwards.
        void advanceTo(Instant at);

        /// The version that is obeyed now; empty if none is.
        Optional<String> version(PolicyId policy);

        /// A value as it is now: a [java.math.BigDecimal], [String], [Boolean],
        /// [java.time.LocalDate], [List] or [Map]; empty if there is none.
        Optional<Object> value(PolicyId policy, String name);

        /// Asks a rule.
        ///
        /// @param inputs by name: numbers, texts, truth values, dates
        Decision ask(PolicyId policy, String rule, Map<String, ?> inputs);

        @Override
        void close();
    }
}
