package hms.runs.intake;

import hms.artifact.Artifact;
import hms.artifact.Finding;
import hms.core.command.Caller;
import hms.core.command.Command;
import hms.core.decide.Answer;
import hms.core.decide.Refusal;
import hms.core.event.ConfigEvent;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Scope;
import hms.core.state.TicketChoice;
import hms.ledger.Blob;
import hms.ledger.BlobSealer;
import hms.ledger.write.Outcome;
import hms.ledger.write.Prepared;
import hms.ledger.write.Writer;
import hms.runs.Signatures;
import hms.runs.content.Library;
import hms.runs.intake.Answers.ApprovalRequest;
import hms.runs.intake.Answers.Approved;
import hms.runs.intake.Answers.DeployRequest;
import hms.runs.intake.Answers.Done;
import hms.runs.intake.Answers.EnrolledKey;
import hms.runs.intake.Answers.IssuedToken;
import hms.runs.intake.Answers.KeptPackage;
import hms.runs.intake.Answers.Queued;
import hms.runs.intake.Answers.RolledBack;
import hms.runs.intake.Answers.SubmitReport;
import hms.trust.Digest;
import hms.trust.Ed25519Verifier;
import hms.trust.OpenSshKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// Takes requests in: parses, verifies signatures, names blobs, and hands the prepared command to
/// the writer. Many at once; nothing is decided here.
public final class Intake {

    /// A release of more artifacts has its blobs stored ahead, in portions of this many.
    private static final int BLOBS_AHEAD = 256;

    private final Writer writer;
    private final Library library;
    private final BlobSealer sealer;
    private final Ids ids;
    private final Review review;
    private final ApprovalDesk approvals;

    /// @param library artifacts that were submitted before
    public Intake(
            Writer writer,
            Library library,
            BlobSealer sealer,
            Ids ids,
            InstantSource clock,
            Ed25519Verifier ed25519) {
        this.writer = writer;
        this.library = library;
        this.sealer = sealer;
        this.ids = ids;
        this.review = new Review(library, clock);
        this.approvals = new ApprovalDesk(new Signatures(library, ed25519), sealer, clock, ed25519);
    }

    /// Parses, keeps, and reports what an approver has to know.
    ///
    /// @param dryRun report only; nothing is kept
    public Reply<SubmitReport> submit(Caller caller, ReleaseFiles sent, boolean dryRun) {
        if (sent.artifacts().isEmpty()) {
            return Reply.No.of(
                    Refusal.incorrect(
                            "empty-release", "Nothing was sent.", "Send at least one artifact."));
        }
        if (!caller.may(Scope.POLICY_SUBMIT)) {
            return deny(caller, Scope.POLICY_SUBMIT, "submit");
        }
        var state = writer.state();
        var submission = Submission.parse(sent, state);
        var twice =
                PolicyTwice.refusal(
                        submission.members().stream().map(m -> m.artifact().id()).toList());
        if (twice.isPresent()) {
            refuse(caller, twice.get().code(), "submit");
            return Reply.No.of(twice.get());
        }
        var errors = new ArrayList<Finding>(submission.errors());
        if (!errors.isEmpty()) {
            return invalid(caller, sent, errors);
        }
        var reviewed = review.review(submission, state);
        errors.addAll(reviewed.errors(state));
        if (!errors.isEmpty()) {
            return invalid(caller, sent, errors);
        }
        if (dryRun) {
            return new Reply.Ok<>(review.report(reviewed, state, false), -1, writer.head());
        }
        var blobs = new ArrayList<Blob>();
        var facts = submission.facts(state, sealer, blobs);
        return ask(
                new Prepared(new Command.SubmitArtifacts(caller, facts), ahead(blobs)),
                answer ->
                        review.report(
                                reviewed,
                                writer.state(),
                                answer instanceof Answer.Submitted s && s.already()));
    }

    /// Parses a release and nothing else: nothing is kept, and nothing is asked about it.
    public Reply<List<Artifact>> read(ReleaseFiles sent) {
        if (sent.artifacts().isEmpty()) {
            return Reply.No.of(
                    Refusal.incorrect(
                            "empty-release", "Nothing was sent.", "Send at least one artifact."));
        }
        var read = Submission.parse(sent, writer.state());
        return read.errors().isEmpty()
                ? new Reply.Ok<>(
                        read.members().stream().map(Submission.Member::artifact).toList(),
                        -1,
                        writer.head())
                : new Reply.No<>(invalid(read.errors()), read.errors());
    }

    /// Keeps a package that was made elsewhere, to go out as it is once a deployment names it. It
    /// is durable when this returns.
    public Reply<KeptPackage> keepPackage(Caller caller, byte[] bytes) {
        if (!caller.may(Scope.POLICY_SUBMIT)) {
            return deny(caller, Scope.POLICY_SUBMIT, "hand a package in");
        }
        return switch (PackageDesk.read(caller, bytes)) {
            case PackageDesk.Read.Unsound unsound -> {
                refuse(caller, unsound.refusal().code(), "hand a package in");
                yield new Reply.No<>(unsound.refusal(), unsound.findings());
            }
            case PackageDesk.Read.Sound sound -> {
                var blob = sealer.seal(bytes);
                var stored = wait(writer.store(List.of(blob)));
                yield stored.answer() instanceof Answer.Refused r
                        ? Reply.No.of(r.refusal())
                        : new Reply.Ok<>(
                                new KeptPackage(blob.name(), sound.digest(), sound.members()),
                                -1,
                                stored.head());
            }
        };
    }

    public Reply<Approved> approve(Caller caller, ApprovalRequest request) {
        if (!caller.may(Scope.POLICY_APPROVE)) {
            return deny(caller, Scope.POLICY_APPROVE, "approve");
        }
        var unknown = request.deploy().flatMap(d -> PackageDesk.missing(library, d.options()));
        if (unknown.isPresent()) {
            refuse(caller, unknown.get().code(), "approve " + named(request.members()));
            return Reply.No.of(unknown.get());
        }
        var prepared = approvals.prepare(caller, request, writer.state());
        return switch (prepared) {
            case ApprovalDesk.Refused r -> {
                refuse(caller, r.refusal().code(), "approve " + named(request.members()));
                yield Reply.No.of(r.refusal());
            }
            case ApprovalDesk.Verified v -> ask(v.prepared(), a -> approved(v, request, a));
        };
    }

    private Approved approved(ApprovalDesk.Verified v, ApprovalRequest request, Answer answer) {
        if (!(answer instanceof Answer.Approved a)) {
            throw new IllegalStateException("an approval was answered with " + answer);
        }
        var missing =
                a.run().isPresent()
                        ? Optional.<Refusal>empty()
                        : request.deploy()
                                .flatMap(
                                        d ->
                                                hms.core.decide.Eligibility.missingOnWay(
                                                        writer.state(),
                                                        d.members(),
                                                        d.environment(),
                                                        writer.state().at()));
        return new Approved(a.approval(), v.key(), a.run(), missing);
    }

    public Reply<Done> reject(Caller caller, ArtifactKey artifact, String reason) {
        var blob = text(reason);
        return ask(
                Prepared.of(new Command.Reject(caller, artifact, blob.name()), blob),
                a -> new Done());
    }

    public Reply<Queued> deploy(
            Caller caller, DeployRequest request, Optional<String> idempotencyKey) {
        var unknown = PackageDesk.missing(library, request.options());
        if (unknown.isPresent() && caller.may(Scope.POLICY_DEPLOY)) {
            refuse(caller, unknown.get().code(), "deploy " + named(request.members()));
            return Reply.No.of(unknown.get());
        }
        var repeated = request(caller, idempotencyKey, request.toString());
        return ask(
                Prepared.of(
                        new Command.QueueRun(
                                caller,
                                request.environment(),
                                request.members(),
                                request.options(),
                                repeated)),
                answer -> {
                    if (answer instanceof Answer.Queued q) {
                        return new Queued(q.run(), q.repeated());
                    }
                    throw new IllegalStateException("a deployment was answered with " + answer);
                });
    }

    public Reply<RolledBack> rollBack(
            Caller caller,
            EnvironmentId environment,
            ArtifactKey to,
            Optional<String> reason,
            Optional<String> idempotencyKey) {
        var blobs = reason.map(this::text).stream().toList();
        var repeated =
                request(
                        caller,
                        idempotencyKey,
                        "roll back " + environment + " " + to + " " + reason.orElse(""));
        var from =
                writer.state()
                        .live()
                        .inForce(new Line(environment, to.policy()), writer.state().at())
                        .map(e -> e.version());
        return ask(
                new Prepared(
                        new Command.RollBack(
                                caller,
                                environment,
                                to,
                                blobs.stream().map(Blob::name).findFirst(),
                                repeated),
                        blobs),
                answer ->
                        new RolledBack(
                                to,
                                from,
                                writer.state().at(),
                                answer instanceof Answer.RolledBack r && r.repeated()));
    }

    public Reply<Done> halt(Caller caller, int run, Optional<String> reason) {
        var blobs = reason.map(this::text).stream().toList();
        return ask(
                new Prepared(
                        new Command.Halt(caller, run, blobs.stream().map(Blob::name).findFirst()),
                        blobs),
                a -> new Done());
    }

    public Reply<Done> resume(Caller caller, int run) {
        return ask(Prepared.of(new Command.Resume(caller, run)), a -> new Done());
    }

    public Reply<Done> abort(Caller caller, int run, Optional<String> reason) {
        return ask(Prepared.of(new Command.Abort(caller, run, reason)), a -> new Done());
    }

    /// What a person decided about a ticket, and why.
    public Reply<Done> resolveTicket(
            Caller caller, int ticket, TicketChoice choice, String reason) {
        var blob = text(reason);
        return ask(
                Prepared.of(new Command.ResolveTicket(caller, ticket, choice, blob.name()), blob),
                a -> new Done());
    }

    /// @param owner name of the one whose approvals the key makes
    public Reply<EnrolledKey> enrolKey(
            Caller caller, OpenSshKey key, String owner, List<String> roles) {
        var name = text(owner);
        var line = new OpenSshKey(key.publicKey(), "").toString().strip();
        return ask(
                Prepared.of(
                        new Command.EnrolKey(
                                caller, key.fingerprint(), line, name.name(), ids.next("p"), roles),
                        name),
                a ->
                        new EnrolledKey(
                                key.fingerprint(),
                                writer.state()
                                        .identity()
                                        .key(key.fingerprint())
                                        .orElseThrow()
                                        .owner()));
    }

    public Reply<Done> revokeKey(Caller caller, String fingerprint) {
        return ask(Prepared.of(new Command.RevokeKey(caller, fingerprint)), a -> new Done());
    }

    /// Puts a token on the ledger. The bearer gets it from who signs it.
    public Reply<IssuedToken> issueToken(
            Caller caller,
            String bearer,
            List<Scope> scopes,
            List<String> policies,
            List<String> environments,
            Optional<Instant> expires) {
        var name = text(bearer);
        var id = ids.next("t");
        return ask(
                Prepared.of(
                        new Command.IssueToken(
                                caller,
                                id,
                                name.name(),
                                ids.next("p"),
                                scopes,
                                policies,
                                environments,
                                expires),
                        name),
                a ->
                        new IssuedToken(
                                id, a instanceof Answer.Named named ? named.id() : "", expires));
    }

    public Reply<Done> revokeToken(Caller caller, String token) {
        return ask(Prepared.of(new Command.RevokeToken(caller, token)), a -> new Done());
    }

    /// Opens an empty ledger.
    ///
    /// @param admin     name of the first principal
    /// @param addresses what the configuration names by digest
    public Reply<IssuedToken> open(
            String origin,
            String logKey,
            String admin,
            List<ConfigEvent> configuration,
            List<Blob> addresses) {
        var blobs = new ArrayList<Blob>(addresses);
        var name = text(admin);
        blobs.add(name);
        var principal = ids.next("p");
        var token = ids.next("t");
        return ask(
                new Prepared(
                        new Command.OpenLedger(
                                origin, logKey, principal, name.name(), token, configuration),
                        blobs),
                a -> new IssuedToken(token, principal, Optional.empty()));
    }

    /// @param addresses what the configuration names by digest
    public Reply<Done> configure(
            Caller caller, List<ConfigEvent> configuration, List<Blob> addresses) {
        return ask(
                new Prepared(new Command.Configure(caller, configuration), addresses),
                a -> new Done());
    }

    /// A blob of some bytes, for configuration that names it.
    public Blob blob(byte[] bytes) {
        return sealer.seal(bytes);
    }

    private Blob text(String text) {
        return blob(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Records a refusal that was given at the door.
    public void refuse(Caller caller, String code, String subject) {
        join(Prepared.of(new Command.NoteRefusal(caller, code, subject, 1)));
    }

    private <T> Reply<T> deny(Caller caller, Scope scope, String subject) {
        refuse(caller, "missing-scope", subject);
        return Reply.No.of(
                Refusal.forbidden(
                        "missing-scope",
                        "The token lacks the scope " + scope.text() + ".",
                        "Ask an administrator for a token with that scope: hms token new --scope "
                                + scope.text()
                                + " --for NAME"));
    }

    private Reply<SubmitReport> invalid(Caller caller, ReleaseFiles sent, List<Finding> findings) {
        refuse(caller, "invalid-artifact", "submit " + sent.artifacts().size() + " file(s)");
        return new Reply.No<>(invalid(findings), findings);
    }

    private static Refusal invalid(List<Finding> findings) {
        var first = findings.getFirst();
        return Refusal.incorrect(
                "invalid-artifact",
                "Validation failed: " + first.message() + ".",
                first.remedy() + ".");
    }

    /// Blobs of a large release are made durable ahead of its entries, in portions.
    private List<Blob> ahead(List<Blob> blobs) {
        if (blobs.size() <= BLOBS_AHEAD) {
            return blobs;
        }
        for (int i = 0; i < blobs.size(); i += BLOBS_AHEAD) {
            wait(writer.store(blobs.subList(i, Math.min(blobs.size(), i + BLOBS_AHEAD))));
        }
        return List.of();
    }

    private Optional<Command.Request> request(
            Caller caller, Optional<String> idempotencyKey, String body) {
        return idempotencyKey.map(
                key -> new Command.Request(digest(caller.principal() + "\n" + key), digest(body)));
    }

    private static Digest digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private <T> Reply<T> ask(Prepared prepared, Function<Answer, T> value) {
        var outcome = join(prepared);
        return outcome.answer() instanceof Answer.Refused r
                ? Reply.No.of(r.refusal())
                : new Reply.Ok<>(value.apply(outcome.answer()), outcome.index(), outcome.head());
    }

    private Outcome join(Prepared prepared) {
        return wait(writer.submit(prepared));
    }

    private static Outcome wait(java.util.concurrent.CompletableFuture<Outcome> outcome) {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : e;
        }
    }

    private static String named(List<ArtifactKey> keys) {
        return keys.isEmpty() ? "nothing" : keys.getFirst().toString();
    }
}
