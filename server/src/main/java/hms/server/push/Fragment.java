package hms.server.push;

import java.util.Map;
import java.util.Set;

/// A policy as a message carries it, encoded: true until the policy changes again.
///
/// @param json not copied
/// @param tags of all versions in it
/// @param approvals by their ids, each encoded as a member of the message's `approvals`
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Fragment(byte[] json, Set<String> tags, Map<String, byte[]> approvals) {

    public Fragment {
        tags = Set.copyOf(tags);
        approvals = Map.copyOf(approvals);
    }
}
