package hms.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.ApprovalStatement;
import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Canary;
import hms.artifact.Manifest;
import hms.artifact.ParseResult;
import hms.artifact.SignedApproval;
import hms.artifact.Timeline;
import hms.client.wire.Delivery;
import hms.trust.Digest;
import hms.trust.Ed25519PrivateKey;
import hms.trust.Ed25519Signer;
import hms.trust.JdkEd25519;
import hms.trust.Keyring;
import hms.trust.OpenSshKey;
import hms.trust.SshSig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Policies as a real server delivers them, with real signatures.
final class Wares {
    static final Ed25519Signer CHIEF = signer(1);
    static final Ed25519Signer DEPUTY = signer(2);
    static final Ed25519Signer STRANGER = signer(3);
    static final Instant APPROVED = Instant.parse("2026-11-20T12:00:00Z");
    static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private Wares() {}

    static Ed25519Signer signer(int seed) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return JdkEd25519.signer(Ed25519PrivateKey.ofSeed(bytes));
    }

    static String line(Ed25519Signer signer) {
        return new OpenSshKey(signer.publicKey(), "key").toString();
    }

    static String limit(String version, Object limit) {
        return """
        id: epa-pm25-limit
        version: %s
        limit: %s
        units: ug_per_m3
        inputs:
          reading: { type: number }
        rules:
          violation: reading > limit
        """
                .formatted(version, limit);
    }

    static Artifact artifact(String yaml) {
        var result = ArtifactParser.parse(yaml.getBytes(UTF_8), "policy.yaml", Optional.empty());
        if (result instanceof ParseResult.Parsed parsed) {
            return parsed.artifact();
        }
        throw new AssertionError(result.findings().toString());
    }

    static SignedApproval sign(ApprovalStatement.Subject subject, Ed25519Signer signer) {
        return sign(subject, signer, "production");
    }

    static SignedApproval sign(
            ApprovalStatement.Subject subject, Ed25519Signer signer, String env) {
        var bytes =
                new ApprovalStatement(
                                subject,
                                List.of(env),
                                "EPA Chief",
                                "",
                                APPROVED.minus(Duration.ofHours(1)),
                                APPROVED.plus(Duration.ofDays(1)),
                                Optional.empty())
                        .bytes();
        return new SignedApproval(
                bytes, SshSig.sign(signer, Keyring.APPROVAL_NAMESPACE, bytes).armored());
    }

    static Manifest.Member member(Artifact artifact) {
        var files = new TreeMap<String, Digest>();
        artifact.namedFiles().forEach(name -> files.put(name, Digest.sha256(name.getBytes(UTF_8))));
        return new Manifest.Member(artifact.id(), artifact.version(), artifact.digest(), files);
    }

    static Delivery.Parcel parcel(Artifact artifact, List<Delivery.ApprovalPath> approvals) {
        return new Delivery.Parcel(
                false,
                artifact.bytes(),
                Optional.of("https://register.example/" + artifact.name()),
                APPROVED,
                member(artifact).files(),
                approvals);
    }

    static Timeline.Interval interval(Artifact artifact, Instant from, Instant until) {
        var end = Optional.ofNullable(until);
        return new Timeline.Interval(
                Timeline.Entry.activated(artifact.version(), artifact.digest(), from, end),
                from,
                end);
    }

    /// A delivery under construction.
    static final class Making {
        private final String id;
        private final List<Timeline.Interval> intervals = new ArrayList<>();
        private final List<Timeline.Suspension> suspensions = new ArrayList<>();
        private final Map<Digest, Delivery.Parcel> parcels = new HashMap<>();
        private final Map<String, SignedApproval> approvals = new HashMap<>();
        private Optional<Canary> canary = Optional.empty();
        private List<Ed25519Signer> signers = List.of(CHIEF);

        Making(String id) {
            this.id = id;
        }

        Making signedBy(Ed25519Signer... those) {
            signers = List.of(those);
            return this;
        }

        Making version(String yaml, Instant from, Instant until) {
            var artifact = artifact(yaml);
            intervals.add(interval(artifact, from, until));
            return add(artifact);
        }

        Making suspended(Instant since) {
            suspensions.add(new Timeline.Suspension(since, Optional.empty()));
            return this;
        }

        Making canary(String yaml, int run, String select, boolean shadow) {
            var artifact = artifact(yaml);
            canary =
                    Optional.of(
                            new Canary(
                                    run,
                                    artifact.version(),
                                    artifact.digest(),
                                    hms.artifact.Selector.parse(select).orElseThrow(),
                                    shadow,
                                    START));
            return add(artifact);
        }

        Making add(Artifact artifact) {
            var paths = new ArrayList<Delivery.ApprovalPath>();
            for (var signer : signers) {
                var approval = sign(new ApprovalStatement.Subject.Single(member(artifact)), signer);
                approvals.put(approval.digest().hex(), approval);
                paths.add(new Delivery.ApprovalPath(approval.digest().hex(), Optional.empty()));
            }
            parcels.put(artifact.digest(), parcel(artifact, paths));
            return this;
        }

        Made made() {
            return new Made(
                    new Delivery(
                            hms.artifact.PolicyId.of(id),
                            0,
                            intervals,
                            suspensions,
                            canary,
                            parcels),
                    approvals);
        }
    }

    /// A delivery and its approvals.
    record Made(Delivery delivery, Map<String, SignedApproval> approvals) {
        Made changed(long index) {
            return new Made(
                    new Delivery(
                            delivery.id(),
                            index,
                            delivery.intervals(),
                            delivery.suspended(),
                            delivery.canary(),
                            delivery.artifacts()),
                    approvals);
        }

        /// With the parcels changed.
        Made parcels(UnaryOperator<Delivery.Parcel> change) {
            var parcels = new HashMap<Digest, Delivery.Parcel>();
            delivery.artifacts().forEach((digest, p) -> parcels.put(digest, change.apply(p)));
            return new Made(
                    new Delivery(
                            delivery.id(),
                            delivery.changed(),
                            delivery.intervals(),
                            delivery.suspended(),
                            delivery.canary(),
                            parcels),
                    approvals);
        }
    }

    static Made limitInForce(String version, Object limit) {
        return new Making("epa-pm25-limit").version(limit(version, limit), START, null).made();
    }

    static Made policy(String id, String rest) {
        return new Making(id)
                .version("id: " + id + "\nversion: 1.0.0\n" + rest, START, null)
                .made();
    }
}
