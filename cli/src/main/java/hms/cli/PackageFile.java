package hms.cli;

import hms.artifact.ApprovalStatement;
import hms.artifact.SignedApproval;
import hms.checks.pack.PackageReader;
import hms.checks.pack.PackagedPolicy;
import hms.checks.pack.ReadResult;
import hms.client.ApiRequest;
import hms.client.Release;
import hms.trust.Digest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A package on this machine, every digest in it checked.
final class PackageFile {
    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private final String shown;
    private final byte[] bytes;
    private final ReadResult.Read read;
    private final List<LocalPolicy> policies;

    private PackageFile(
            String shown, byte[] bytes, ReadResult.Read read, List<LocalPolicy> policies) {
        this.shown = shown;
        this.bytes = bytes;
        this.read = read;
        this.policies = policies;
    }

    /// @throws Failure if it is no sound package
    static PackageFile read(Invocation invocation, String name) {
        var bytes = Reading.bytes(invocation.environment().path(name), name, MOST_BYTES);
        return switch (PackageReader.read(bytes, name)) {
            case ReadResult.Read read ->
                    new PackageFile(
                            name,
                            bytes,
                            read,
                            read.contents().policies().stream()
                                    .map(policy -> local(invocation, name, policy))
                                    .toList());
            case ReadResult.Refused(var findings) ->
                    throw Failure.findings(name + " is not a sound package.", findings);
        };
    }

    private static LocalPolicy local(Invocation invocation, String name, PackagedPolicy policy) {
        var artifact = policy.artifact();
        var json = artifact.source().fileName().toLowerCase(Locale.ROOT).endsWith(".json");
        var member = artifact.name() + (json ? "/policy.json" : "/policy.yaml");
        return new LocalPolicy(
                name + ":" + member,
                invocation.environment().folder().resolve(member),
                artifact,
                policy.files(),
                List.of());
    }

    /// The file as its user named it.
    String shown() {
        return shown;
    }

    /// The SHA-256 of its bytes.
    Digest digest() {
        return read.digest();
    }

    /// What is in it, as if it lay in the working folder.
    List<LocalPolicy> policies() {
        return policies;
    }

    /// `id@version` of every policy.
    List<String> names() {
        return LocalPolicy.names(policies);
    }

    /// The request that brings the server the package as it is.
    ApiRequest upload() {
        return ApiRequest.post("/api/packages").bytes(read.format().mediaType(), bytes);
    }

    /// The requests that bring the server the approvals in it: each about the one policy, or the
    /// release, that it names.
    List<ApiRequest> approvals(Invocation invocation) {
        return read.contents().approvals().stream()
                .map(approval -> about(invocation, approval).approval(approval, Optional.empty()))
                .toList();
    }

    private Release about(Invocation invocation, SignedApproval approval) {
        var statement =
                ApprovalStatement.parse(approval.statement())
                        .fold(
                                parsed -> parsed,
                                reason -> {
                                    throw Failure.refused(
                                            "%s has an approval that cannot be read: %s."
                                                    .formatted(shown, reason),
                                            "Sign again, and pack again; nothing was done.");
                                });
        var members =
                switch (statement.subject()) {
                    case ApprovalStatement.Subject.Single single ->
                            policies.stream()
                                    .filter(p -> p.name().equals(single.member().name()))
                                    .toList();
                    case ApprovalStatement.Subject.Release _ -> policies;
                };
        if (members.isEmpty()) {
            throw Failure.refused(
                    shown + " has an approval of something that is not in it.",
                    "Pack again with the .sig files of its own policies; nothing was done.");
        }
        return LocalPolicy.release(invocation.environment().folder(), members);
    }
}
