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
/// @param amendedBy number of the document that amends a document
public record Register(
        TreePMap<Integer, Published> documents,
        PMap<PolicyId, Integer> newest,
        PMap<ArtifactKey, Integer> byArtifact,
        PMap<Integer, Integer> amendedBy) {

    public static final int VOLUME = 1;

    static final Register EMPTY =
            new Register(
                    TreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty(),
                    HashTreePMap.empty());

    /// @param index of the ledger entry
    public record Published(
            int number,
            PolicyId policy,
            Version version,
            Digest digest,
            Optional<Integer> amends,
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
                        e.run(),
                        at,
                        index);
        return new Register(
                documents.plus(e.number(), published),
                newest.plus(e.policy(), e.number()),
                byArtifact.plus(new ArtifactKey(e.policy(), e.version()), e.number()),
                e.amends().isPresent() ? amendedBy.plus(e.amends().get(), e.number()) : amendedBy);
    }
}
