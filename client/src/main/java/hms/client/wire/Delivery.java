package hms.client.wire;

import hms.artifact.Canary;
import hms.artifact.Manifest;
import hms.artifact.PolicyId;
import hms.artifact.Timeline;
import hms.trust.Digest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One policy as it was sent, the same for every reader.
///
/// @param changed the ledger index of the entry that changed it last
/// @param intervals when which version is in force, from the one in force on
/// @param suspended when whatever is in force is suspended
/// @param canary a version that some readers have before the others
/// @param artifacts the bytes of all these versions, by their digests
public record Delivery(
        PolicyId id,
        long changed,
        List<Timeline.Interval> intervals,
        List<Timeline.Suspension> suspended,
        Optional<Canary> canary,
        Map<Digest, Parcel> artifacts) {

    public Delivery {
        intervals = List.copyOf(intervals);
        suspended = List.copyOf(suspended);
        artifacts = Map.copyOf(artifacts);
    }

    /// An artifact's bytes, with what is needed to believe them.
    ///
    /// @param json whether they are JSON, and not YAML
    /// @param bytes the exact bytes
    /// @param publishedUrl where it can be read by everybody
    /// @param approvedAt when the version first went out: approvals are judged as of then
    /// @param files the digests of the files that it names
    /// @param approvals by which it was approved
    @SuppressWarnings("ArrayRecordComponent") // compared by digest only
    public record Parcel(
            boolean json,
            byte[] bytes,
            Optional<String> publishedUrl,
            Instant approvedAt,
            SortedMap<String, Digest> files,
            List<ApprovalPath> approvals) {
        public Parcel {
            files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
            approvals = List.copyOf(approvals);
        }
    }

    /// Which approval covers an artifact, and how.
    ///
    /// @param approval its name in the message
    /// @param inclusion the way from the artifact to the root of the release that it covers
    public record ApprovalPath(String approval, Optional<Manifest.Inclusion> inclusion) {}
}
