package hms.core.state;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.event.PolicyEvent;
import hms.core.event.PolicyEvent.NamedBlob;
import hms.trust.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/// Every policy with its artifacts and their approvals.
public record Policies(
        PMap<PolicyId, Policy> byId,
        PMap<String, Approval> approvals,
        PMap<String, PVector<ArtifactKey>> coverage) {

    static final Policies EMPTY =
            new Policies(HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty());

    /// @param trail ledger indices of the entries that concern it, in order
    public record Policy(PolicyId id, PMap<Version, Submitted> versions, PVector<Long> trail) {

        public Optional<Version> latest() {
            return versions.keySet().stream().max(Version::compareTo);
        }
    }

    /// An artifact that passed the strict parse.
    ///
    /// @param artifact  blob of its exact bytes
    /// @param submitter principal
    /// @param index     of the entry
    /// @param approvals ids of the approvals that cover it, in the order they came
    public record Submitted(
            ArtifactKey key,
            Digest artifact,
            List<NamedBlob> files,
            List<String> tags,
            Optional<String> agency,
            Optional<Instant> effective,
            Optional<Instant> expires,
            boolean retroactive,
            Optional<Instant> datedFrom,
            List<PolicyId> uses,
            List<String> partners,
            String submitter,
            long index,
            Instant at,
            PVector<String> approvals,
            boolean rejected) {

        /// When it is in force, if it goes out at an instant: from its `effective` if that is still
        /// to come or retroactive, from the schedule if one was asked for, else at once.
        public Instant begins(RunOptions options, Instant goesOut) {
            if (effective.isPresent() && (retroactive || effective.get().isAfter(goesOut))) {
                return effective.get();
            }
            return options.schedule().filter(s -> s.isAfter(goesOut)).orElse(goesOut);
        }

        Submitted withApproval(String approval) {
            return new Submitted(
                    key,
                    artifact,
                    files,
                    tags,
                    agency,
                    effective,
                    expires,
                    retroactive,
                    datedFrom,
                    uses,
                    partners,
                    submitter,
                    index,
                    at,
                    approvals.plus(approval),
                    rejected);
        }

        Submitted asRejected() {
            return new Submitted(
                    key,
                    artifact,
                    files,
                    tags,
                    agency,
                    effective,
                    expires,
                    retroactive,
                    datedFrom,
                    uses,
                    partners,
                    submitter,
                    index,
                    at,
                    approvals,
                    true);
        }
    }

    /// @param owner        principal whose key signed
    /// @param environments empty means all
    public record Approval(
            String id,
            String key,
            String owner,
            Digest statement,
            Digest signature,
            List<EnvironmentId> environments,
            Optional<Instant> expires,
            long index,
            Instant at) {

        /// Whether it is for the environment, and has not expired.
        public boolean holdsFor(EnvironmentId environment, Instant when) {
            return (environments.isEmpty() || environments.contains(environment))
                    && expires.map(when::isBefore).orElse(true);
        }
    }

    public Optional<Policy> policy(PolicyId id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Optional<Submitted> submitted(ArtifactKey key) {
        return policy(key.policy()).map(p -> p.versions().get(key.version()));
    }

    public Optional<Approval> approval(String id) {
        return Optional.ofNullable(approvals.get(id));
    }

    Policies apply(long index, Instant at, String actor, PolicyEvent event, Identity identity) {
        return switch (event) {
            case PolicyEvent.ArtifactSubmitted e -> submitted(index, at, actor, e);
            case PolicyEvent.ApprovalCoverage e ->
                    new Policies(
                            byId,
                            approvals,
                            coverage.plus(
                                    e.approval(),
                                    coverage.getOrDefault(e.approval(), TreePVector.empty())
                                            .plusAll(e.covered())));
            case PolicyEvent.ApprovalRecorded e -> approved(index, at, e, identity);
            case PolicyEvent.ArtifactRejected e -> {
                var key = new ArtifactKey(e.policy(), e.version());
                yield with(submitted(key).orElseThrow().asRejected(), index);
            }
        };
    }

    /// Adds an entry's index to the trails of the policies that it concerns.
    Policies touched(Collection<PolicyId> policies, long index) {
        var map = byId;
        for (var id : policies) {
            var policy = map.get(id);
            if (policy != null) {
                map = map.plus(id, new Policy(id, policy.versions(), policy.trail().plus(index)));
            }
        }
        return new Policies(map, approvals, coverage);
    }

    private Policies submitted(
            long index, Instant at, String actor, PolicyEvent.ArtifactSubmitted e) {
        return with(
                new Submitted(
                        new ArtifactKey(e.policy(), e.version()),
                        e.artifact(),
                        e.files(),
                        e.tags(),
                        e.agency(),
                        e.effective(),
                        e.expires(),
                        e.retroactive(),
                        e.datedFrom(),
                        e.uses(),
                        e.partners(),
                        actor,
                        index,
                        at,
                        TreePVector.empty(),
                        false),
                index);
    }

    private Policies approved(
            long index, Instant at, PolicyEvent.ApprovalRecorded e, Identity identity) {
        var owner = identity.key(e.key()).orElseThrow().owner();
        var approval =
                new Approval(
                        e.approval(),
                        e.key(),
                        owner,
                        e.statement(),
                        e.signature(),
                        e.environments(),
                        e.expires(),
                        index,
                        at);
        var covered =
                new ArrayList<ArtifactKey>(
                        coverage.getOrDefault(e.approval(), TreePVector.empty()));
        covered.addAll(e.covered());
        var next =
                new Policies(
                        byId, approvals.plus(e.approval(), approval), coverage.minus(e.approval()));
        for (var key : covered) {
            next = next.with(next.submitted(key).orElseThrow().withApproval(e.approval()), index);
        }
        return next;
    }

    private Policies with(Submitted submitted, long index) {
        var id = submitted.key().policy();
        var policy = byId.get(id);
        var before = policy == null ? HashTreePMap.<Version, Submitted>empty() : policy.versions();
        var trail = policy == null ? TreePVector.<Long>empty() : policy.trail();
        return new Policies(
                byId.plus(
                        id,
                        new Policy(
                                id,
                                before.plus(submitted.key().version(), submitted),
                                trail.plus(index))),
                approvals,
                coverage);
    }
}
