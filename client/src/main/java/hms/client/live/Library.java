package hms.client.live;

import hms.artifact.ApprovalResult;
import hms.artifact.ApprovalVerifier;
import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.ParseResult;
import hms.artifact.SignedApproval;
import hms.artifact.Version;
import hms.trust.Digest;
import hms.trust.JdkEd25519;
import hms.trust.Keyring;
import hms.trust.SshSig;
import hms.trust.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What can be said about bytes without knowing who asks: which artifact they are, who signed them,
/// what their rules compile to. Worked out once for all clients that share it.
public final class Library {
    private final Memo<ArtifactKey, Verdict<Artifact>> artifacts = new Memo<>();
    private final Memo<Digest, Verdict<ApprovalResult.Accepted>> approvals = new Memo<>();
    private final Memo<RulesKey, Verdict<RuleEngine.Program>> programs = new Memo<>();
    private final Optional<RuleEngine> engine;

    private Library(Optional<RuleEngine> engine) {
        this.engine = engine;
    }

    /// A library that knows nothing yet. Rules can be asked if `hms.decisions` is there.
    public static Library create() {
        return new Library(RuleEngine.find());
    }

    private record ArtifactKey(Digest digest, boolean json, Version version) {}

    /// Which rules: an artifact's, together with the artifacts that it uses.
    record RulesKey(Digest artifact, Map<String, Digest> uses) {
        static RulesKey of(Artifact artifact, Map<String, Artifact> uses) {
            var digests = new TreeMap<String, Digest>();
            uses.forEach((alias, used) -> digests.put(alias, used.digest()));
            return new RulesKey(artifact.digest(), Map.copyOf(digests));
        }
    }

    /// Whether rules can be asked at all.
    boolean hasRules() {
        return engine.isPresent();
    }

    /// Reads an artifact as strictly as servers do.
    ///
    /// @param digest the SHA-256 of the bytes
    /// @param version the version where the document has none
    Verdict<Artifact> artifact(byte[] bytes, Digest digest, boolean json, Version version) {
        return artifacts.get(
                new ArtifactKey(digest, json, version),
                () -> {
                    var name = json ? "policy.json" : "policy.yaml";
                    var result = ArtifactParser.parse(bytes, name, Optional.of(version));
                    return result instanceof ParseResult.Parsed parsed
                            ? Verdict.accepted(parsed.artifact())
                            : Verdict.refused(
                                    "the bytes "
                                            + digest.brief()
                                            + " are no sound artifact: "
                                            + result.findings().get(0).text());
                });
    }

    /// Who signed what: the signature is good, and by the key that it names.
    Verdict<ApprovalResult.Accepted> authentic(SignedApproval approval) {
        return approvals.get(approval.digest(), () -> authenticate(approval));
    }

    private static Verdict<ApprovalResult.Accepted> authenticate(SignedApproval approval) {
        return Verdict.ofParsing(() -> SshSig.parse(approval.signature()))
                .then(
                        signature -> {
                            var itself =
                                    Keyring.empty()
                                            .enrol(signature.publicKey(), "signer", Set.of(), 0);
                            var verifier = new ApprovalVerifier(JdkEd25519.verifier(), itself);
                            return verdict(verifier.authenticate(approval, 0));
                        });
    }

    /// An approval's result as a verdict.
    static Verdict<ApprovalResult.Accepted> verdict(ApprovalResult result) {
        return result instanceof ApprovalResult.Accepted accepted
                ? Verdict.accepted(accepted)
                : Verdict.refused(((ApprovalResult.Refused) result).message());
    }

    private static Verdict<RuleEngine.Program> compile(
            RuleEngine compiler, Artifact artifact, Map<String, Artifact> uses) {
        try {
            return compiler.compile(artifact, uses);
        } catch (LinkageError e) { // two versions of a library on one class path, for example
            return Verdict.refused(
                    "the rules of "
                            + artifact.name()
                            + " cannot be compiled, because the class path is not sound: "
                            + e);
        }
    }

    /// Compiles an artifact's rules.
    Verdict<RuleEngine.Program> rules(Artifact artifact, Map<String, Artifact> uses) {
        return engine.map(
                        compiler ->
                                programs.get(
                                        RulesKey.of(artifact, uses),
                                        () -> compile(compiler, artifact, uses)))
                .orElseGet(
                        () ->
                                Verdict.refused(
                                        "rules cannot be asked, because hms-decisions is not on the class path; add it"));
    }
}
