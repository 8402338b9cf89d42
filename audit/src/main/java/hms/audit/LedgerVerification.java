package hms.audit;

import hms.ledger.LedgerUnreadable;
import hms.trust.Checkpoint;
import hms.trust.Digest;
import hms.trust.Ed25519Verifier;
import hms.trust.Merkle;
import hms.trust.NoteVerifier;
import hms.trust.SignedNote;
import hms.trust.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Verifies one ledger, once: reads every entry, rebuilds the tree from them, and holds the root
/// against the signed checkpoint, and the tiles, blobs and times against the entries. What is kept
/// beside the entries is never taken for them.
public final class LedgerVerification {
    /// How many entries that cannot be read are passed over before giving up.
    private static final int MOST_GAPS = 10_000;

    private final LedgerEvidence evidence;
    private final NoteVerifier key;
    private final Ed25519Verifier ed25519;
    private final EntryReader reader;
    private final Findings findings = new Findings();
    private final Findings inContent = new Findings();
    private final Ranges missing = new Ranges();
    private final TreeCheck tree;
    private final BlobCheck blobs;

    private String missingReason = "";
    private @Nullable Digest rootAtCheckpoint;
    private @Nullable Instant last;

    private LedgerVerification(
            LedgerEvidence evidence,
            NoteVerifier key,
            Ed25519Verifier ed25519,
            EntryReader reader) {
        this.evidence = evidence;
        this.key = key;
        this.ed25519 = ed25519;
        this.reader = reader;
        this.tree = new TreeCheck(evidence, findings);
        this.blobs = new BlobCheck(evidence, inContent);
    }

    /// Verifies `evidence`.
    ///
    /// @param key the log's verifier key, from somewhere else than the evidence
    /// @param reader replays the entries
    public static VerificationReport verify(
            LedgerEvidence evidence,
            NoteVerifier key,
            Ed25519Verifier ed25519,
            EntryReader reader) {
        return new LedgerVerification(evidence, key, ed25519, reader).run();
    }

    private VerificationReport run() {
        var signed = openCheckpoint();
        signed.ifPresent(this::compareHead);
        readEntries(signed.map(Checkpoint::size).orElse(-1L));
        tree.finish();
        missing.list()
                .forEach(
                        range ->
                                findings.add(
                                        new Finding.EntriesMissing(
                                                range.first(), range.last(), missingReason)));
        judgeTree(signed);
        findings.addAll(inContent);
        evidence.others(ed25519).forEach(findings::add);
        return new VerificationReport(
                key,
                tree.size(),
                tree.root(),
                tree.tiles(),
                blobs.checked(),
                Optional.ofNullable(last),
                findings.kept(),
                findings.left());
    }

    /// The checkpoint, also if it is not signed as it should be: what it says is still worth
    /// comparing.
    private Optional<Checkpoint> openCheckpoint() {
        var note = evidence.checkpoint();
        var opened = Checkpoint.open(note, key, ed25519);
        opened.refusal().ifPresent(reason -> findings.add(new Finding.CheckpointRefused(reason)));
        return opened.isAccepted()
                ? opened.toOptional()
                : Verdict.ofParsing(() -> Checkpoint.parse(SignedNote.parse(note).text()))
                        .toOptional();
    }

    private void compareHead(Checkpoint signed) {
        var root = evidence.statedRoot().orElse(signed.root());
        if (evidence.size() != signed.size() || !root.equals(signed.root())) {
            findings.add(
                    new Finding.HeadDiffers(evidence.size(), root, signed.size(), signed.root()));
        }
    }

    private void readEntries(long signedSize) {
        noteRoot(signedSize);
        var gaps = 0;
        while (tree.size() < evidence.size() && gaps < MOST_GAPS) {
            try {
                evidence.read(
                        tree.size(),
                        evidence.size(),
                        (index, entry) -> {
                            take(index, entry);
                            noteRoot(signedSize);
                        });
            } catch (LedgerUnreadable e) {
                gaps++;
                missingReason = missing.isEmpty() ? String.valueOf(e.getMessage()) : missingReason;
                missing.add(tree.size());
                tree.appendStored(evidence.size());
                noteRoot(signedSize);
            }
        }
        if (tree.size() < evidence.size()) {
            missing.addAll(tree.size(), evidence.size() - 1);
        }
    }

    private void take(long index, byte[] entry) {
        tree.append(Merkle.leafHash(entry));
        var read = reader.read(index, entry);
        read.refusal()
                .ifPresent(reason -> inContent.add(new Finding.EntryNotUnderstood(index, reason)));
        read.toOptional().ifPresent(at -> follow(index, at));
        blobs.check(index, entry);
    }

    private void follow(long index, Instant at) {
        var before = last;
        if (before != null && at.isBefore(before)) {
            inContent.add(new Finding.TimeWentBack(index, at, before));
        }
        last = at;
    }

    private void noteRoot(long signedSize) {
        if (tree.size() == signedSize) {
            rootAtCheckpoint = tree.root();
        }
    }

    /// The signed root says which side is true where entries and tiles differ.
    private void judgeTree(Optional<Checkpoint> signed) {
        var signedRoot = signed.map(Checkpoint::root);
        var rebuilt = rootAtCheckpoint;
        if (rebuilt != null && Optional.of(rebuilt).equals(signedRoot)) {
            tilesChanged();
            return;
        }
        var tilesAreTrue = signedRoot.isPresent() && tree.storedRoot().equals(signedRoot);
        for (var range : tree.entries().list()) {
            findings.add(
                    tilesAreTrue
                            ? new Finding.EntriesChanged(range.first(), range.last())
                            : new Finding.EntriesDisagree(range.first(), range.last()));
        }
        if (rebuilt != null && signedRoot.isPresent() && !tilesAreTrue) {
            treeDiffers(rebuilt, signedRoot.get());
        }
    }

    private void tilesChanged() {
        for (var range : tree.entries().list()) {
            for (var index = range.first(); index <= range.last() && !findings.isFull(); index++) {
                var path = TreeCheck.leafTile(index, tree.size());
                findings.add(
                        new Finding.TileChanged(path, TreeCheck.position(index), index, index));
            }
        }
        tree.upper()
                .forEach(
                        difference ->
                                findings.add(
                                        new Finding.TileChanged(
                                                difference.path(),
                                                difference.position(),
                                                difference.firstEntry(),
                                                difference.lastEntry())));
    }

    /// The change lies below a hash that a higher tile has otherwise; without one, anywhere.
    private void treeDiffers(Digest rebuilt, Digest signed) {
        var unexplained = tree.entries().isEmpty() && missing.isEmpty();
        if (tree.upper().isEmpty()) {
            findings.add(
                    new Finding.TreeDiffers(rebuilt, signed, 0, tree.size() - 1, !unexplained));
            return;
        }
        for (var difference : tree.upper()) {
            findings.add(
                    new Finding.TreeDiffers(
                            rebuilt,
                            signed,
                            difference.firstEntry(),
                            Math.min(difference.lastEntry(), tree.size() - 1),
                            false));
        }
    }
}
