package hms.trust;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whose keys are good, and from which position of the ledger to which: what the enrolments and
/// revocations on the ledger add up to. Immutable.
///
/// A position is the index of a ledger entry. A key is good from the entry that enrols it, up to,
/// and without, the entry that revokes it. A key that was revoked never comes back.
public final class Keyring {
    /// The namespace for which approvals are signed.
    public static final String APPROVAL_NAMESPACE = "policy-approval@hms";

    private static final Keyring EMPTY = new Keyring(Map.of());
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@:+-]{0,127}");

    private final Map<Ed25519PublicKey, Enrolment> enrolments;

    private Keyring(Map<Ed25519PublicKey, Enrolment> enrolments) {
        this.enrolments = enrolments;
    }

    /// One key on the ring.
    ///
    /// @param owner the opaque id of the principal whose key it is
    /// @param roles what the owner may do with it
    /// @param enrolledAt the position of the entry that enrols it
    /// @param revokedAt the position of the entry that revokes it, or [#NEVER]
    public record Enrolment(
            Ed25519PublicKey key,
            String owner,
            Set<String> roles,
            long enrolledAt,
            long revokedAt) {
        /// In place of the position of a revocation that has not happened.
        public static final long NEVER = Long.MAX_VALUE;

        public Enrolment {
            requireName(owner, "the owner of a key");
            roles.forEach(role -> requireName(role, "a role"));
            roles = Set.copyOf(roles);
            if (enrolledAt < 0 || revokedAt < enrolledAt) {
                throw new MalformedException(
                        "a key cannot be enrolled at position %d and revoked at %d"
                                .formatted(enrolledAt, revokedAt));
            }
        }

        public boolean isRevoked() {
            return revokedAt != NEVER;
        }

        public OptionalLong revocation() {
            return isRevoked() ? OptionalLong.of(revokedAt) : OptionalLong.empty();
        }
    }

    /// What a key is at a position.
    public sealed interface Status {
        /// Good: its signatures count.
        record Good(Enrolment enrolment) implements Status {
            @Override
            public <R> R fold(
                    Function<Enrolment, ? extends R> good, Function<String, ? extends R> notGood) {
                return good.apply(enrolment);
            }
        }

        /// Enrolled only later.
        record NotYetEnrolled(Enrolment enrolment, long position) implements Status {
            @Override
            public <R> R fold(
                    Function<Enrolment, ? extends R> good, Function<String, ? extends R> notGood) {
                return notGood.apply(
                        "key %s of %s was enrolled only at entry %d, after entry %d"
                                .formatted(
                                        OpenSshKey.fingerprint(enrolment.key()),
                                        enrolment.owner(),
                                        enrolment.enrolledAt(),
                                        position));
            }
        }

        /// Revoked already.
        record Revoked(Enrolment enrolment) implements Status {
            @Override
            public <R> R fold(
                    Function<Enrolment, ? extends R> good, Function<String, ? extends R> notGood) {
                return notGood.apply(
                        "key %s of %s was revoked at entry %d; sign with another key"
                                .formatted(
                                        OpenSshKey.fingerprint(enrolment.key()),
                                        enrolment.owner(),
                                        enrolment.revokedAt()));
            }
        }

        /// Never enrolled.
        record Unknown(Ed25519PublicKey key) implements Status {
            @Override
            public <R> R fold(
                    Function<Enrolment, ? extends R> good, Function<String, ? extends R> notGood) {
                return notGood.apply(
                        "key %s is not on the keyring; enrol it first (hms key enrol)"
                                .formatted(OpenSshKey.fingerprint(key)));
            }
        }

        /// Either whose good key it is, or why it is not good.
        <R> R fold(Function<Enrolment, ? extends R> good, Function<String, ? extends R> notGood);
    }

    /// The ring without keys.
    public static Keyring empty() {
        return EMPTY;
    }

    /// The ring with one more key.
    public Keyring enrol(Ed25519PublicKey key, String owner, Set<String> roles, long position) {
        var existing = enrolments.get(key);
        if (existing != null) {
            throw new IllegalArgumentException(
                    "key %s is %s already; a key is enrolled once"
                            .formatted(
                                    OpenSshKey.fingerprint(key),
                                    existing.isRevoked()
                                            ? "revoked"
                                            : "enrolled for " + existing.owner()));
        }
        return with(new Enrolment(key, owner, roles, position, Enrolment.NEVER));
    }

    /// The ring with this key revoked from `position` on.
    public Keyring revoke(Ed25519PublicKey key, long position) {
        var existing = enrolments.get(key);
        if (existing == null || existing.isRevoked()) {
            throw new IllegalArgumentException(
                    "key %s is %s; only an enrolled key can be revoked"
                            .formatted(
                                    OpenSshKey.fingerprint(key),
                                    existing == null ? "not on the keyring" : "revoked already"));
        }
        return with(
                new Enrolment(
                        key, existing.owner(), existing.roles(), existing.enrolledAt(), position));
    }

    /// What this key is for an act that the ledger has, or will have, at `position`.
    public Status status(Ed25519PublicKey key, long position) {
        var enrolment = enrolments.get(key);
        if (enrolment == null) {
            return new Status.Unknown(key);
        }
        if (position < enrolment.enrolledAt()) {
            return new Status.NotYetEnrolled(enrolment, position);
        }
        return position < enrolment.revokedAt()
                ? new Status.Good(enrolment)
                : new Status.Revoked(enrolment);
    }

    public Optional<Enrolment> find(Ed25519PublicKey key) {
        return Optional.ofNullable(enrolments.get(key));
    }

    /// Every key that was ever enrolled, in the order of enrolment.
    public List<Enrolment> enrolments() {
        return List.copyOf(enrolments.values());
    }

    /// The keys of this owner that are good at `position`.
    public List<Enrolment> keysOf(String owner, long position) {
        return goodAt(position).stream().filter(e -> e.owner().equals(owner)).toList();
    }

    /// The owners of at least one key that was ever enrolled.
    public Set<String> owners() {
        return enrolments.values().stream()
                .map(Enrolment::owner)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The keys that are good at `position`, as an `allowed_signers` file of `ssh-keygen -Y
    /// verify`, limited to approvals.
    public String allowedSigners(long position) {
        var file = new StringBuilder();
        for (var enrolment : goodAt(position)) {
            file.append(enrolment.owner())
                    .append(" namespaces=\"")
                    .append(APPROVAL_NAMESPACE)
                    .append("\" ")
                    .append(new OpenSshKey(enrolment.key(), ""))
                    .append('\n');
        }
        return file.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Keyring that && enrolments.equals(that.enrolments);
    }

    @Override
    public int hashCode() {
        return enrolments.hashCode();
    }

    @Override
    public String toString() {
        return "Keyring" + enrolments.values();
    }

    private List<Enrolment> goodAt(long position) {
        var good = new ArrayList<Enrolment>();
        for (var enrolment : enrolments.values()) {
            if (status(enrolment.key(), position) instanceof Status.Good) {
                good.add(enrolment);
            }
        }
        return good;
    }

    private Keyring with(Enrolment enrolment) {
        var changed = new LinkedHashMap<>(enrolments);
        changed.put(enrolment.key(), enrolment);
        return new Keyring(changed);
    }

    private static void requireName(String name, String what) {
        if (!NAME.matcher(name).matches()) {
            throw new MalformedException(
                    "%s is a word of letters, digits and . _ @ : + -, not %s"
                            .formatted(what, Excerpt.of(name)));
        }
    }
}
