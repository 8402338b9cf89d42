package hms.cli;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.checks.test.ClientSdk;
import hms.client.TestHmsClient;
import hms.client.live.Ruling;
import hms.decisions.Decision;
import hms.decisions.FailureReason;
import hms.trust.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Java SDK as programs use it, fed in memory: what a package's integration cases are run
/// with, here and by the server.
public final class InMemorySdk implements ClientSdk {

    @Override
    public Verdict<Session> open(List<Artifact> artifacts, Instant at) {
        var hms = TestHmsClient.beginning(at);
        try {
            artifacts.forEach(hms::set);
        } catch (IllegalArgumentException e) {
            hms.client().close();
            return Verdict.refused(String.valueOf(e.getMessage()));
        }
        return Verdict.accepted(new InMemory(hms));
    }

    private record InMemory(TestHmsClient hms) implements Session {
        @Override
        public void advanceTo(Instant at) {
            hms.flip(at);
        }

        @Override
        public Optional<String> version(PolicyId policy) {
            return hms.client().getPolicy(policy.text()).version();
        }

        @Override
        public Optional<Object> value(PolicyId policy, String name) {
            return hms.client().getPolicy(policy.text()).find(name);
        }

        @Override
        public Decision ask(PolicyId policy, String rule, Map<String, ?> inputs) {
            return switch (hms.client().evaluate(policy.text(), rule, inputs)) {
                case Ruling.Decided decided -> new Decision.Outcome(decided.value());
                case Ruling.Undecided undecided ->
                        new Decision.Failed(reason(undecided.code()), undecided.message());
            };
        }

        private static FailureReason reason(String code) {
            return Arrays.stream(FailureReason.values())
                    .filter(reason -> reason.code().equals(code))
                    .findFirst()
                    .orElse(FailureReason.EVALUATION);
        }

        @Override
        public void close() {
            hms.client().close();
        }
    }
}
