package hms.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.event.Event;
import hms.core.event.EventCodec;
import hms.core.event.IdentityEvent;
import hms.core.event.LedgerEvent;
import hms.core.event.LiveEvent;
import hms.core.event.PolicyEvent;
import hms.core.event.Recorded;
import hms.core.state.ArtifactKey;
import hms.ledger.Batch;
import hms.ledger.Blob;
import hms.ledger.BlobSealer;
import hms.ledger.DataFolder;
import hms.ledger.Ledger;
import hms.ledger.crypto.BouncyCastleEd25519;
import hms.ledger.sqlite.SqliteLedger;
import hms.trust.Digest;
import hms.trust.Ed25519PrivateKey;
import hms.trust.Ed25519Verifier;
import hms.trust.JdkEd25519;
import hms.trust.Keyring;
import hms.trust.NoteSigner;
import hms.trust.NoteVerifier;
import hms.trust.OpenSshKey;
import hms.trust.SshSig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A ledger in a file, filled with real entries, closed, and then changed behind its back.
final class TestLog {
    static final Ed25519PrivateKey LOG_KEY = Ed25519PrivateKey.ofSeed(new byte[32]);
    static final NoteSigner LOG =
            new NoteSigner("test.example/log", BouncyCastleEd25519.signer(LOG_KEY));
    static final NoteVerifier KEY = LOG.verifier();
    static final Ed25519Verifier ED25519 = BouncyCastleEd25519.verifier();
    static final BlobSealer SEALER = new BlobSealer(new byte[32]);
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final int BATCH = 10_000;

    private final Path file;

    private TestLog(Path file) {
        this.file = file;
    }

    /// A ledger of `size` entries: the opening, then refusals; every hundredth adds a principal
    /// with a blob.
    static TestLog of(Path folder, long size) {
        var log = new TestLog(DataFolder.open(folder).database());
        try (var ledger = SqliteLedger.open(log.file, LOG)) {
            for (var first = 0L; first < size; first += BATCH) {
                log.fill(ledger, first, Math.min(first + BATCH, size));
            }
        }
        return log;
    }

    /// The same ledger in another folder. The file alone is it, once it has been closed.
    TestLog copyTo(Path folder) throws IOException {
        var copy = new TestLog(DataFolder.open(folder).database());
        Files.copy(file, copy.file);
        return copy;
    }

    private void fill(Ledger ledger, long first, long end) {
        var entries = new ArrayList<byte[]>();
        var blobs = new ArrayList<Blob>();
        for (var index = first; index < end; index++) {
            var event = event(index);
            if (event instanceof IdentityEvent.PrincipalAdded) {
                blobs.add(name(index));
            }
            entries.add(entry(index, event));
        }
        ledger.commit(new Batch(first, entries, blobs));
    }

    /// A rule that was approved and published, at the end of the log.
    Rule publish(Ed25519PrivateKey approver) {
        var signer = JdkEd25519.signer(approver);
        var artifact =
                SEALER.seal("id: epa-pm25-limit\nversion: 2.0.0\nlimit: 25\n".getBytes(UTF_8));
        var statement =
                SEALER.seal("{\"_type\":\"https://in-toto.io/Statement/v1\"}".getBytes(UTF_8));
        var signature =
                SEALER.seal(
                        SshSig.sign(signer, Keyring.APPROVAL_NAMESPACE, statement.content())
                                .armored()
                                .getBytes(UTF_8));
        var key = new OpenSshKey(approver.publicKey(), "");
        var policy = new PolicyId("epa-pm25-limit");
        var version = Version.of("2.0.0");
        append(
                new IdentityEvent.KeyEnrolled(
                        key.fingerprint(), key.toString(), "p-chief", List.of("approver")),
                new PolicyEvent.ArtifactSubmitted(
                        policy,
                        version,
                        artifact.name(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        true),
                new PolicyEvent.ApprovalRecorded(
                        "00112233aabbccdd",
                        key.fingerprint(),
                        statement.name(),
                        signature.name(),
                        List.of(),
                        Optional.empty(),
                        List.of(new ArtifactKey(policy, version)),
                        1),
                new LiveEvent.RulePublished(
                        1,
                        1,
                        1,
                        policy,
                        version,
                        Digest.sha256(artifact.content()),
                        Optional.empty()));
        append(List.of(), List.of(artifact, statement, signature));
        return new Rule(artifact, statement, signature);
    }

    record Rule(Blob artifact, Blob statement, Blob signature) {}

    void append(Event... events) {
        try (var ledger = open()) {
            var index = ledger.head().size();
            var entries = new ArrayList<byte[]>();
            for (var event : events) {
                entries.add(entry(index++, event));
            }
            append(entries, List.of());
        }
    }

    /// Appends these entries, and the blobs that they name.
    void append(List<byte[]> entries, List<Blob> blobs) {
        try (var ledger = SqliteLedger.open(file, LOG)) {
            ledger.commit(new Batch(ledger.head().size(), entries, blobs));
        }
    }

    static byte[] entry(long index, Event event) {
        return EventCodec.encode(new Recorded(START.plusMillis(index), "p-test", event));
    }

    static Blob name(long index) {
        return SEALER.seal(("name of " + index).getBytes(UTF_8));
    }

    private static Event event(long index) {
        if (index == 0) {
            return new LedgerEvent.LedgerOpened(KEY.name(), KEY.toString(), 1);
        }
        return index % 100 == 99
                ? new IdentityEvent.PrincipalAdded("p-" + index, name(index).name())
                : new LedgerEvent.ActRefused(
                        "not-approved", "deploy epa-pm25-limit@" + index + ".0.0", 1);
    }

    Ledger open() {
        return SqliteLedger.openReadOnly(file);
    }

    VerificationReport verify() {
        try (var ledger = open()) {
            return verify(LedgerEvidence.of(ledger));
        }
    }

    static VerificationReport verify(LedgerEvidence evidence) {
        return LedgerVerification.verify(evidence, KEY, ED25519, new LedgerFold(KEY));
    }

    /// The sentences of what does not fit.
    List<String> findings() {
        return texts(verify());
    }

    static List<String> texts(VerificationReport report) {
        return report.findings().stream().map(Finding::text).toList();
    }

    /// Runs SQL in the database; `?` are the parameters in order.
    void sql(String sql, Object... parameters) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    byte[] bytes(String sql, Object... parameters) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getBytes(1);
            }
        }
    }

    byte[] entry(long index) throws SQLException {
        return bytes("select data from entry where idx = ?", index);
    }

    void setEntry(long index, byte[] data) throws SQLException {
        sql("update entry set data = ? where idx = ?", data, index);
    }

    /// Changes one letter of what the entry says, and leaves it a good entry otherwise.
    byte[] changed(long index) throws SQLException {
        var text = new String(entry(index), UTF_8);
        return text.replace("p-test", "p-tesu").getBytes(UTF_8);
    }

    byte[] tile(int level, long n) throws SQLException {
        return bytes("select data from tile where level = ? and n = ?", level, n);
    }

    void setTile(int level, long n, byte[] data) throws SQLException {
        sql("update tile set data = ? where level = ? and n = ?", data, level, n);
    }
}
