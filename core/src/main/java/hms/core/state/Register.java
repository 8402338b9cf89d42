package hms.core.state;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.event.LiveEvent;
import hms.trust.Digest;
import java.time.Instant;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/// The public register: which artifact was published under which citation.
///
/// @param newest      number of the newest rule of a policy that was not withdrawn
/// @param byArtifact  number of the document that publishes an artifact, unless it was withdrawn
/// @param amendedBy   number of the document that amends a document
/// @param withdrawnBy number of the document that withdraws a document
public record Register(
        TreePMap<Integer, Published> documents,
        PMap<PolicyId, Integer> newest,
        PMap<ArtifactKey, Integer> byArtifact,
        PMap<Integer, Integer> amendedBy,
        PMap<Integer, Integer> withdrawnBy) {

    public static final int VOLUME = 1;

    static final Register EMPTY =
            new Register(
                    TreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty());

    /// @param withdraws number of the document that this one takes back; absent for a rule
    /// @param index of the ledger entry
    public record Published(
            int number,
            PolicyId policy,
            Version version,
            Digest digest,
            Optional<Integer> amends,
            Optional<Integer> withdraws,
            int run,
            Instant at,
            long index) {

        public String citation() {
            return VOLUME + " HMS Reg. " + number;
        }

        /// Path of its permanent address.
        public String path() {
            return "/register/" + VOLUME + "/" + number;
        }
    }

    public int last() {
        return documents.isEmpty() ? 0 : documents.lastKey();
    }

    public Optional<Published> document(int number) {
        return Optional.ofNullable(documents.get(number));
    }

    public Optional<Published> of(ArtifactKey key) {
        return Optional.ofNullable(byArtifact.get(key)).flatMap(this::document);
    }

    public Optional<Published> newest(PolicyId policy) {
        return Optional.ofNullable(newest.get(policy)).flatMap(this::document);
    }

    Register apply(long index, Instant at, LiveEvent.RulePublished e) {
        var published =
                new Published(
                        e.number(),
                        e.policy(),
                        e.version(),
                        e.digest(),
                        e.amends(),
                        Optional.empty(),
                        e.run(),
                        at,
                        index);
        return new Register(
                documents.plus(e.number(), published),
                newest.plus(e.policy(), e.number()),
                byArtifact.plus(new ArtifactKey(e.policy(), e.version()), e.number()),
                e.amends().isPresent() ? amendedBy.plus(e.amends().get(), e.number()) : amendedBy,
                withdrawnBy);
    }

    /// The withdrawal is a document; what it takes back is no longer what the artifact or the
    /// policy
    /// is published as.
    Register apply(long index, Instant at, LiveEvent.RuleWithdrawn e) {
        var withdrawn = document(e.withdraws()).orElseThrow();
        var withdrawal =
                new Published(
                        e.number(),
                        e.policy(),
                        e.version(),
                        withdrawn.digest(),
                        Optional.empty(),
                        Optional.of(e.withdraws()),
                        e.run(),
                        at,
                        index);
        return new Register(
                documents.plus(e.number(), withdrawal),
                newestWithout(withdrawn),
                byArtifact.minus(new ArtifactKey(e.policy(), e.version())),
                withdrawn.amends().isPresent()
                        ? amendedBy.minus(withdrawn.amends().get())
                        : amendedBy,
                withdrawnBy.plus(e.withdraws(), e.number()));
    }

    private PMap<PolicyId, Integer> newestWithout(Published withdrawn) {
        if (!Integer.valueOf(withdrawn.number()).equals(newest.get(withdrawn.policy()))) {
            return newest;
        }
        return withdrawn.amends().isPresent()
                ? newest.plus(withdrawn.policy(), withdrawn.amends().get())
                : newest.minus(withdrawn.policy());
    }
}
