package hms.trust;

import java.util.Arrays;
import java.util.List;

/// A proof that an entry is in a log, complete in itself: where it is, the path from it to the
/// root, and the checkpoint that states that root (C2SP tlog-proof).
///
/// @param index the entry's position
/// @param path from the entry's sibling up
/// @param checkpoint as the log, and perhaps witnesses, have signed it
/// @param extra the Base64 form of opaque data that the proof does *not* vouch for; empty if there
///     is none
public record TlogProof(long index, List<Digest> path, SignedNote checkpoint, String extra) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int LONGEST_PATH = 63;

    public TlogProof {
        path = List.copyOf(path);
        if (index < 0) {
            throw new MalformedException("the index of an entry cannot be " + index);
        }
        if (path.size() > LONGEST_PATH) {
            throw new MalformedException("a path has at most 63 hashes, not " + path.size());
        }
        Checkpoint.parse(checkpoint.text());
        StrictText.base64(extra, "the extra data of a proof");
    }

    public TlogProof(long index, List<Digest> path, SignedNote checkpoint) {
        this(index, path, checkpoint, "");
    }

    /// Reads a proof. Its first empty line ends the path and begins the checkpoint.
    public static TlogProof parse(String proof) {
        var blank = proof.indexOf("\n\n");
        if (blank < 0) {
            throw new MalformedException(
                    "a proof has an empty line between its path and its checkpoint");
        }
        var lines = Arrays.asList(proof.substring(0, blank).split("\n", -1));
        if (!lines.get(0).equals(HEADER)) {
            throw new MalformedException(
                    "a proof begins with the line \""
                            + HEADER
                            + "\", not "
                            + Excerpt.of(lines.get(0)));
        }
        var hasExtra = lines.size() > 1 && lines.get(1).startsWith(EXTRA);
        var indexLine = hasExtra ? 2 : 1;
        if (lines.size() <= indexLine || !lines.get(indexLine).startsWith(INDEX)) {
            throw new MalformedException(
                    "line " + (indexLine + 1) + " of a proof is \"index\" and a number");
        }
        var extra = hasExtra ? lines.get(1).substring(EXTRA.length()) : "";
        if (hasExtra && extra.isEmpty()) {
            throw new MalformedException("a proof without extra data has no \"extra\" line");
        }
        var path = lines.subList(indexLine + 1, lines.size());
        if (path.size() > LONGEST_PATH) {
            throw new MalformedException("a path has at most 63 hashes, not " + path.size());
        }
        return new TlogProof(
                StrictText.decimal(
                        lines.get(indexLine).substring(INDEX.length()), "the index of a proof"),
                path.stream()
                        .map(line -> Digest.of(StrictText.base64(line, "a hash of a proof's path")))
                        .toList(),
                SignedNote.parse(proof.substring(blank + 2)),
                extra);
    }

    /// The checkpoint, if the log with this key has signed it, and the path leads from this leaf to
    /// its root.
    public Verdict<Checkpoint> verify(
            Digest leafHash, NoteVerifier logKey, Ed25519Verifier ed25519) {
        return Checkpoint.open(checkpoint, logKey, ed25519).then(head -> lead(leafHash, head));
    }

    private Verdict<Checkpoint> lead(Digest leafHash, Checkpoint head) {
        if (index >= head.size()) {
            return Verdict.refused(
                    "the proof is for entry %d, but the checkpoint is of a log of %d entries"
                            .formatted(index, head.size()));
        }
        return Merkle.verifyInclusion(index, head.size(), leafHash, path, head.root())
                ? Verdict.accepted(head)
                : Verdict.refused(
                        "the path does not lead from this entry at position %d to the root of the checkpoint"
                                .formatted(index));
    }

    /// The proof, as [#parse] reads it.
    @Override
    public String toString() {
        var proof = new StringBuilder(HEADER).append('\n');
        if (!extra.isEmpty()) {
            proof.append(EXTRA).append(extra).append('\n');
        }
        proof.append(INDEX).append(index).append('\n');
        path.forEach(hash -> proof.append(StrictText.base64(hash.bytes())).append('\n'));
        return proof.append('\n').append(checkpoint).toString();
    }
}
