package hms.core.decide;

import hms.core.command.Command;
import hms.core.event.Event;
import hms.core.event.PolicyEvent;
import hms.core.state.ArtifactKey;
import hms.core.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Submissions, approvals and rejections.
final class ArtifactDecisions {

    /// So many artifacts are named in one entry; more go into entries before it.
    static final int PER_ENTRY = 300;

    private ArtifactDecisions() {}

    static Decision submit(State state, Command.SubmitArtifacts c) {
        var events = new ArrayList<Event>();
        var keys = new ArrayList<ArtifactKey>();
        var policies = new HashSet<>();
        for (var artifact : c.artifacts()) {
            if (!policies.add(artifact.key().policy())) {
                return Decider.refused(
                        c,
                        Refusal.incorrect(
                                "policy-twice",
                                "The release names " + artifact.key().policy() + " twice.",
                                "A release has one version of a policy; leave the other out."));
            }
            var known = state.policies().submitted(artifact.key());
            if (known.isPresent() && !known.get().artifact().equals(artifact.artifact())) {
                return Decider.refused(
                        c,
                        Refusal.conflict(
                                "version-taken",
                                artifact.key() + " exists with other bytes.",
                                "Raise `version`; a version names one sequence of bytes for good."));
            }
            if (known.isPresent() && !known.get().files().equals(artifact.files())) {
                return Decider.refused(
                        c,
                        Refusal.conflict(
                                "files-changed",
                                artifact.key()
                                        + " exists, and a scenario or test file that it names has"
                                        + " other bytes now.",
                                "Raise `version`: approvals cover those files too."));
            }
            keys.add(artifact.key());
            if (known.isEmpty()) {
                events.add(submitted(artifact));
            }
        }
        return Decision.by(
                c.caller().principal(), events, new Answer.Submitted(keys, events.isEmpty()));
    }

    private static PolicyEvent.ArtifactSubmitted submitted(Command.ParsedArtifact a) {
        return new PolicyEvent.ArtifactSubmitted(
                a.key().policy(),
                a.key().version(),
                a.artifact(),
                a.files(),
                a.tags(),
                a.agency(),
                a.effective(),
                a.expires(),
                a.retroactive(),
                a.datedFrom(),
                a.uses(),
                a.partners(),
                a.versionGiven());
    }

    static Decision approve(State state, Command.Approve c, Instant at) {
        var refusal = mayApprove(state, c, at);
        if (refusal.isPresent()) {
            return Decider.refused(c, refusal.get());
        }
        var events = new ArrayList<Event>();
        var keys = c.covered().stream().map(Command.Covered::key).toList();
        int last = Math.max(0, keys.size() - PER_ENTRY);
        for (int i = 0; i < last; i += PER_ENTRY) {
            events.add(
                    new PolicyEvent.ApprovalCoverage(
                            c.approval(), keys.subList(i, Math.min(last, i + PER_ENTRY))));
        }
        events.add(
                new PolicyEvent.ApprovalRecorded(
                        c.approval(),
                        c.key(),
                        c.statement(),
                        c.signature(),
                        c.environments(),
                        c.expires(),
                        keys.subList(last, keys.size()),
                        keys.size()));
        if (c.then().isEmpty()) {
            return Decision.by(
                    c.caller().principal(),
                    events,
                    new Answer.Approved(c.approval(), OptionalInt.empty()));
        }
        return andQueue(state, c, at, events);
    }

    /// Queues the run on the state as it will be with the approval. Where approvals are still
    /// missing the signature stands, and nothing is queued.
    private static Decision andQueue(
            State state, Command.Approve c, Instant at, List<Event> events) {
        var approved = state;
        for (var event : events) {
            approved =
                    approved.apply(new hms.core.event.Recorded(at, c.caller().principal(), event));
        }
        var queue = c.then().orElseThrow();
        if (Eligibility.missingOnWay(approved, queue.members(), queue.environment(), at)
                .isPresent()) {
            return Decision.by(
                    c.caller().principal(),
                    events,
                    new Answer.Approved(c.approval(), OptionalInt.empty()));
        }
        var queued = RunDecisions.queue(approved, queue, at);
        return switch (queued.answer()) {
            case Answer.Queued q -> {
                events.addAll(queued.events());
                yield Decision.by(
                        c.caller().principal(),
                        events,
                        new Answer.Approved(c.approval(), OptionalInt.of(q.run())));
            }
            case Answer.Refused r -> queued;
            case Answer.Done d -> throw new IllegalStateException("a queued run has a number");
            case Answer.Named n -> throw new IllegalStateException("a queued run has a number");
            case Answer.Submitted s -> throw new IllegalStateException("a queued run has a number");
            case Answer.Approved a -> throw new IllegalStateException("a queued run has a number");
            case Answer.RolledBack b ->
                    throw new IllegalStateException("a queued run has a number");
        };
    }

    private static Optional<Refusal> mayApprove(State state, Command.Approve c, Instant at) {
        var key = state.identity().key(c.key());
        if (key.isEmpty()) {
            return Optional.of(
                    Refusal.forbidden(
                            "key-not-enrolled",
                            "The key " + c.key() + " is not on the keyring.",
                            "Enrol it: hms key enrol FILE --owner NAME"));
        }
        if (!key.get().valid()) {
            return Optional.of(
                    Refusal.forbidden(
                            "key-revoked",
                            "The key " + c.key() + " was revoked.",
                            "Sign with a key that is enrolled: hms key list"));
        }
        if (state.policies().approval(c.approval()).isPresent()) {
            return Optional.of(
                    Refusal.conflict(
                            "approval-replayed",
                            "This very approval is on the ledger already.",
                            "Nothing is to be done; hms deploy ID@VERSION queues a run."));
        }
        if (c.expires().isPresent() && !at.isBefore(c.expires().get())) {
            return Optional.of(
                    Refusal.forbidden(
                            "approval-expired",
                            "The approval expired at " + c.expires().get() + ".",
                            "Sign again."));
        }
        for (var covered : c.covered()) {
            var submitted = state.policies().submitted(covered.key());
            if (submitted.isEmpty()) {
                return Optional.of(Eligibility.unknown(covered.key()));
            }
            if (!submitted.get().artifact().equals(covered.artifact())) {
                return Optional.of(
                        Refusal.conflict(
                                "approval-other-bytes",
                                "The approval is for other bytes of "
                                        + covered.key()
                                        + " than were submitted.",
                                "Sign the file as it was submitted, or raise `version`."));
            }
            if (submitted.get().rejected()) {
                return Optional.of(Eligibility.rejected(covered.key()));
            }
        }
        if (c.covered().stream().allMatch(covered -> approvedBy(state, c, covered.key(), at))) {
            return Optional.of(
                    Refusal.conflict(
                            "approved-by-this-key",
                            c.covered().getFirst().key() + " has an approval by this key already.",
                            "One key counts once. To queue a run: hms deploy "
                                    + c.covered().getFirst().key()));
        }
        return Optional.empty();
    }

    private static boolean approvedBy(
            State state, Command.Approve c, ArtifactKey artifact, Instant at) {
        return state.policies().submitted(artifact).orElseThrow().approvals().stream()
                .map(id -> state.policies().approval(id).orElseThrow())
                .anyMatch(
                        a ->
                                a.key().equals(c.key())
                                        && a.expires().map(at::isBefore).orElse(true)
                                        && a.environments().equals(c.environments()));
    }

    static Decision reject(State state, Command.Reject c) {
        var submitted = state.policies().submitted(c.artifact());
        if (submitted.isEmpty()) {
            return Decider.refused(c, Eligibility.unknown(c.artifact()));
        }
        if (submitted.get().rejected()) {
            return Decision.by(c.caller().principal(), List.of(), new Answer.Done());
        }
        boolean rolledOut =
                state.live().lines().entrySet().stream()
                        .anyMatch(
                                e ->
                                        e.getKey().policy().equals(c.artifact().policy())
                                                && state.live()
                                                        .digestOf(
                                                                e.getKey(), c.artifact().version())
                                                        .isPresent());
        if (rolledOut) {
            return Decider.refused(
                    c,
                    Refusal.conflict(
                            "rolled-out",
                            c.artifact() + " has been rolled out; it cannot be rejected any more.",
                            "Roll back to an earlier version: hms rollback ID@VERSION"));
        }
        return Decider.done(
                c,
                new PolicyEvent.ArtifactRejected(
                        c.artifact().policy(), c.artifact().version(), c.reason()));
    }
}
