package hms.artifact;

import hms.trust.Digest;
import hms.trust.Merkle;
import hms.trust.MerkleNodes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// What goes out together in a release: the artifacts, each with the files that it names, by
/// digest. Its root is that of an RFC 6962 tree with one leaf for each member, so that one
/// signature covers thousands of artifacts and each carries a short path to it.
///
/// @param members in the order of their ids, each policy once
public record Manifest(List<Member> members) {
    private static final String LEAF_HEADER = "hms-manifest-leaf/v1\n";

    public Manifest {
        var sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparing(Member::id));
        var seen = new HashSet<PolicyId>();
        for (var member : sorted) {
            if (!seen.add(member.id())) {
                throw new IllegalArgumentException(
                        "policy "
                                + member.id()
                                + " is twice in the release; release its versions one after the other");
            }
        }
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("a release has at least one artifact; name one");
        }
        members = List.copyOf(sorted);
    }

    /// One artifact of a release.
    ///
    /// @param id the policy
    /// @param version the version
    /// @param digest the SHA-256 of the artifact's exact bytes
    /// @param files the SHA-256 of every file that it names, by its path
    public record Member(
            PolicyId id, Version version, Digest digest, SortedMap<String, Digest> files) {
        public Member {
            files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
            for (var path : files.keySet()) {
                var problem = Fields.fileProblem(path);
                if (problem.isPresent()) {
                    throw new IllegalArgumentException(
                            "the file " + Excerpts.quote(path) + " " + problem.get());
                }
            }
        }

        /// The member that an artifact and the contents of the files that it names make.
        public static Member of(Artifact artifact, Map<String, byte[]> files) {
            if (!files.keySet().equals(new HashSet<>(artifact.namedFiles()))) {
                throw new IllegalArgumentException(
                        artifact.name()
                                + " names the files "
                                + artifact.namedFiles()
                                + ", but there are "
                                + new TreeMap<>(files).keySet());
            }
            var digests = new TreeMap<String, Digest>();
            files.forEach((path, content) -> digests.put(path, Digest.sha256(content)));
            return new Member(artifact.id(), artifact.version(), artifact.digest(), digests);
        }

        /// `id@version`.
        public String name() {
            return id + "@" + version;
        }

        /// The bytes of its leaf, UTF-8:
        ///
        /// ```
        /// hms-manifest-leaf/v1
        /// policy epa-pm25-limit 2.0.0 <64 hexadecimal digits>
        /// file scenarios/pm25.yaml <64 hexadecimal digits>
        /// ```
        ///
        /// Every line ends with a line feed; files are in the order of their paths. No field can
        /// have a blank or a line feed in it, so that two members never have the same bytes.
        public byte[] leafBytes() {
            var text = new StringBuilder(LEAF_HEADER);
            text.append("policy ")
                    .append(id)
                    .append(' ')
                    .append(version)
                    .append(' ')
                    .append(digest.hex())
                    .append('\n');
            files.forEach(
                    (path, file) ->
                            text.append("file ")
                                    .append(path)
                                    .append(' ')
                                    .append(file.hex())
                                    .append('\n'));
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }

        /// The hash of its leaf.
        public Digest leafHash() {
            return Merkle.leafHash(leafBytes());
        }
    }

    /// Where a member stands in the tree of a release, and the way from there to the root.
    ///
    /// @param index the leaf's index
    /// @param size how many leaves the tree has
    /// @param path the hashes from the leaf's sibling up to the child of the root
    public record Inclusion(long index, long size, List<Digest> path) {
        public Inclusion {
            path = List.copyOf(path);
        }

        /// Whether it leads from the member to this root.
        public boolean leads(Member member, Digest root) {
            return Merkle.verifyInclusion(index, size, member.leafHash(), path, root);
        }
    }

    /// The manifest of a single artifact.
    public static Manifest of(Member member) {
        return new Manifest(List.of(member));
    }

    /// How many artifacts there are.
    public int size() {
        return members.size();
    }

    /// The root of the tree over all members.
    public Digest root() {
        return Merkle.root(leafHashes());
    }

    /// The hash of the leaf of member `index`.
    public Digest leaf(int index) {
        return members.get(index).leafHash();
    }

    /// The way from member `index` to the root. Whoever needs more than one asks for [#paths].
    public Inclusion path(int index) {
        return new Inclusion(index, size(), Merkle.inclusionPath(leafHashes(), index));
    }

    /// The ways of all members to the root, in their order, hashing every node of the tree once.
    public List<Inclusion> paths() {
        var levels = levels(leafHashes());
        MerkleNodes nodes = (level, index) -> levels.get(level).get(Math.toIntExact(index));
        return LongStream.range(0, size())
                .mapToObj(
                        index ->
                                new Inclusion(
                                        index, size(), Merkle.inclusionPath(index, size(), nodes)))
                .toList();
    }

    /// The roots of all complete subtrees: on level n those over 2ⁿ leaves.
    private static List<List<Digest>> levels(List<Digest> leafHashes) {
        var levels = new ArrayList<List<Digest>>();
        for (var level = leafHashes; !level.isEmpty(); level = parents(level)) {
            levels.add(level);
        }
        return levels;
    }

    private static List<Digest> parents(List<Digest> level) {
        return IntStream.range(0, level.size() / 2)
                .mapToObj(i -> Merkle.nodeHash(level.get(2 * i), level.get(2 * i + 1)))
                .toList();
    }

    /// The member of this policy.
    public Optional<Member> member(PolicyId id) {
        var index = Collections.binarySearch(members.stream().map(Member::id).toList(), id);
        return index < 0 ? Optional.empty() : Optional.of(members.get(index));
    }

    private List<Digest> leafHashes() {
        return members.stream().map(Member::leafHash).toList();
    }
}
