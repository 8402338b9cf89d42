package hms.client;

import hms.artifact.Answer;
import hms.client.live.View;
import java.time.Instant;
import java.time.LocalDate;

/// A policy was read that has no version to be obeyed now. Which kind of absence it is, the
/// subclass says.
public abstract class PolicyAbsent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String policy;

    PolicyAbsent(String policy, String message) {
        super(message);
        this.policy = policy;
    }

    /// The policy's id.
    public String policy() {
        return policy;
    }

    static PolicyAbsent of(View view) {
        var id = view.id();
        if (view.origin() != View.Origin.SERVER) {
            return new NotReceived(id);
        }
        var answer = view.answer();
        if (answer instanceof Answer.NotYetInForce later) {
            return new NotYetInForce(id, later.from());
        }
        if (answer instanceof Answer.Ended ended) {
            return new Ended(id, ended.lastDay());
        }
        if (answer instanceof Answer.Suspended suspended) {
            return new Suspended(id, suspended.since());
        }
        return new NotFound(id);
    }

    /// No version was ever in force, and none is scheduled; or the client did not ask for it.
    public static final class NotFound extends PolicyAbsent {
        private static final long serialVersionUID = 1L;

        NotFound(String policy) {
            super(
                    policy,
                    "There is no policy "
                            + policy
                            + " among those that this client asks for; check its id, the environment, and the client's filters");
        }
    }

    /// The first version comes into force only later.
    public static final class NotYetInForce extends PolicyAbsent {
        private static final long serialVersionUID = 1L;
        private final Instant from;

        NotYetInForce(String policy, Instant from) {
            super(policy, "The policy " + policy + " comes into force only at " + from);
            this.from = from;
        }

        /// From when it is in force.
        public Instant from() {
            return from;
        }
    }

    /// The version that was in force has ended.
    public static final class Ended extends PolicyAbsent {
        private static final long serialVersionUID = 1L;
        private final LocalDate lastDay;

        Ended(String policy, LocalDate lastDay) {
            super(policy, "The policy " + policy + " has ended; its last day was " + lastDay);
            this.lastDay = lastDay;
        }

        /// The last day on which it was in force.
        public LocalDate lastDay() {
            return lastDay;
        }
    }

    /// The policy is suspended.
    public static final class Suspended extends PolicyAbsent {
        private static final long serialVersionUID = 1L;
        private final Instant since;

        Suspended(String policy, Instant since) {
            super(policy, "The policy " + policy + " is suspended since " + since);
            this.since = since;
        }

        /// Since when.
        public Instant since() {
            return since;
        }
    }

    /// Nothing came from the server yet, and there was nothing in the cache.
    public static final class NotReceived extends PolicyAbsent {
        private static final long serialVersionUID = 1L;

        NotReceived(String policy) {
            super(
                    policy,
                    "Nothing was received from the server yet, so "
                            + policy
                            + " has no values; look at problems() for why, or give the client defaults");
        }
    }
}
