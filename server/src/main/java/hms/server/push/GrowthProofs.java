package hms.server.push;

import hms.trust.Digest;
import java.util.List;

/// Proves that the ledger only grew. May block.
@FunctionalInterface
public interface GrowthProofs {

    /// The path of RFC 6962 from the tree of one size to that of another.
    List<Digest> consistency(long from, long to);
}
