package hms.artifact;

import hms.trust.Digest;
import hms.trust.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an approver signs: an in-toto Statement v1 whose predicate says which policies, for which
/// environments, by whom, with what comment, and until when. It has exactly one form as bytes, see
/// [#bytes].
///
/// @param subject what is approved
/// @param environments the environments it is approved for, in alphabetical order, at least one
/// @param approver who approves, as the key is named; the key proves it
/// @param comment why; empty if nothing is said
/// @param issued when it was signed
/// @param expires the first instant at which it no longer counts; after `issued`
/// @param goodCause the reason for an emergency approval; empty for an ordinary one
public record ApprovalStatement(
        Subject subject,
        List<String> environments,
        String approver,
        String comment,
        Instant issued,
        Instant expires,
        Optional<String> goodCause) {
    /// The `_type` of the statement.
    public static final String TYPE = "https://in-toto.io/Statement/v1";
    /// The `predicateType` of the statement.
    public static final String PREDICATE_TYPE = "https://hms-svc.org/policy-approval/v1";
    /// The largest statement, in bytes.
    public static final int MAX_BYTES = 64 * 1024;

    private static final Pattern ENVIRONMENT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MAX_APPROVER = 200;
    private static final int MAX_COMMENT = 2_000;

    public ApprovalStatement {
        environments = environments.stream().sorted().distinct().toList();
        if (environments.isEmpty()
                || environments.stream().anyMatch(name -> !ENVIRONMENT.matcher(name).matches())) {
            throw new IllegalArgumentException(
                    "an approval names at least one environment, such as production, and not "
                            + environments);
        }
        if (approver.isBlank()
                || approver.length() > MAX_APPROVER
                || Letters.unseen(approver).isPresent()) {
            throw new IllegalArgumentException(
                    "an approver is one line of visible characters, not "
                            + Excerpts.quote(approver));
        }
        requireText("comment", comment);
        goodCause.ifPresent(cause -> requireText("good cause", cause));
        if (goodCause.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException(
                    "an emergency approval states its good cause; write one");
        }
        if (!expires.isAfter(issued)) {
            throw new IllegalArgumentException(
                    "an approval that is issued at " + issued + " cannot expire at " + expires);
        }
    }

    private static void requireText(String what, String text) {
        if (text.length() > MAX_COMMENT || text.codePoints().anyMatch(Letters::isHidden)) {
            throw new IllegalArgumentException(
                    "the "
                            + what
                            + " has at most "
                            + MAX_COMMENT
                            + " characters, all of them visible");
        }
    }

    /// What an approval is about.
    public sealed interface Subject {
        /// Why this does not cover `member`; empty if it does.
        ///
        /// @param inclusion the way from the member to the root of a release
        Optional<String> refusal(Manifest.Member member, Optional<Manifest.Inclusion> inclusion);

        /// The subject and, in the predicate, what it consists of.
        void write(StringBuilder subjects, StringBuilder predicate);

        /// One artifact and the files that it names.
        record Single(Manifest.Member member) implements Subject {
            @Override
            public Optional<String> refusal(
                    Manifest.Member other, Optional<Manifest.Inclusion> inclusion) {
                if (!member.id().equals(other.id()) || !member.version().equals(other.version())) {
                    return Optional.of("it approves " + member.name() + ", not " + other.name());
                }
                if (!member.digest().equals(other.digest())) {
                    return Optional.of(
                            "it approves the bytes "
                                    + member.digest().brief()
                                    + " of "
                                    + member.name()
                                    + ", and these are "
                                    + other.digest().brief()
                                    + ": the file was changed after the approval");
                }
                return member.files().equals(other.files())
                        ? Optional.empty()
                        : Optional.of(
                                "the files that "
                                        + member.name()
                                        + " names were changed after the approval");
            }

            @Override
            public void write(StringBuilder subjects, StringBuilder predicate) {
                subject(subjects, member.name(), "sha256", member.digest());
                member.files()
                        .forEach(
                                (path, digest) ->
                                        subject(subjects.append(','), path, "sha256", digest));
                predicate.append("\"policies\":[{\"id\":");
                JsonText.string(predicate, member.id().text());
                predicate.append(",\"version\":");
                JsonText.string(predicate, member.version().toString());
                predicate.append("}]");
            }
        }

        /// All artifacts of a release, by the root of its [Manifest].
        ///
        /// @param size how many artifacts
        /// @param root the root
        record Release(int size, Digest root) implements Subject {
            @Override
            public Optional<String> refusal(
                    Manifest.Member member, Optional<Manifest.Inclusion> inclusion) {
                if (inclusion.isEmpty()) {
                    return Optional.of(
                            "it approves a release of "
                                    + size
                                    + " artifacts, and "
                                    + member.name()
                                    + " comes without its path to the release's root");
                }
                var path = inclusion.get();
                return path.size() == size && path.leads(member, root)
                        ? Optional.empty()
                        : Optional.of(
                                member.name()
                                        + " is not in the release "
                                        + root.brief()
                                        + " that it approves: the artifact, a file that it names, or the path was changed");
            }

            @Override
            public void write(StringBuilder subjects, StringBuilder predicate) {
                subject(subjects, "release", "rfc6962-sha256", root);
                predicate.append("\"release\":{\"size\":").append(size).append('}');
            }
        }

        private static void subject(
                StringBuilder out, String name, String algorithm, Digest digest) {
            out.append("{\"name\":");
            JsonText.string(out, name);
            out.append(",\"digest\":{\"")
                    .append(algorithm)
                    .append("\":\"")
                    .append(digest.hex())
                    .append("\"}}");
        }

        /// The subject of an approval of this release.
        static Subject of(Manifest manifest) {
            return manifest.size() == 1
                    ? new Single(manifest.members().get(0))
                    : new Release(manifest.size(), manifest.root());
        }
    }

    /// Whether this is about `member` alone.
    public boolean covers(Manifest.Member member) {
        return subject.refusal(member, Optional.empty()).isEmpty();
    }

    /// Whether this is about a release that has `member`, as `inclusion` shows.
    public boolean covers(Manifest.Member member, Manifest.Inclusion inclusion) {
        return subject.refusal(member, Optional.of(inclusion)).isEmpty();
    }

    /// The bytes that are signed: JSON (UTF-8) on one line, without blanks, its keys in this order,
    /// times as in `2026-01-31T12:00:00Z`, and only those characters escaped that must be.
    public byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    /// The same as text.
    public String json() {
        var subjects = new StringBuilder();
        var predicate = new StringBuilder();
        subject.write(subjects, predicate);
        predicate.append(",\"environments\":[");
        for (var i = 0; i < environments.size(); i++) {
            JsonText.string(predicate.append(i == 0 ? "" : ","), environments.get(i));
        }
        JsonText.string(predicate.append("],\"approver\":"), approver);
        if (!comment.isEmpty()) {
            JsonText.string(predicate.append(",\"comment\":"), comment);
        }
        JsonText.string(predicate.append(",\"issued\":"), issued.toString());
        JsonText.string(predicate.append(",\"expires\":"), expires.toString());
        goodCause.ifPresent(
                cause -> {
                    JsonText.string(predicate.append(",\"emergency\":{\"goodCause\":"), cause);
                    predicate.append('}');
                });
        return "{\"_type\":\""
                + TYPE
                + "\",\"subject\":["
                + subjects
                + "],\"predicateType\":\""
                + PREDICATE_TYPE
                + "\",\"predicate\":{"
                + predicate
                + "}}";
    }

    /// Reads a statement, or says why it is none: anything but the one form that [#bytes] has is
    /// refused.
    public static Verdict<ApprovalStatement> parse(byte[] bytes) {
        return StatementReader.read(bytes);
    }
}
