package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Finding;
import hms.artifact.ParseResult;
import hms.artifact.Version;
import hms.decisions.Compilation;
import hms.decisions.RuleSet;
import hms.trust.Digest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// Takes bundles before their policies go live, and says of each whether this replica could obey
/// it: the bytes are what they are said to be, they are a sound artifact, and the rules compile.
/// That is the code by which the SDK judges what is pushed, so that nothing is found wrong only
/// then.
final class BundleDesk {
    private final String environment;
    private Optional<Receipt> last = Optional.empty();

    BundleDesk(String environment) {
        this.environment = environment;
    }

    /// What this replica has taken.
    ///
    /// @param digest SHA-256 over a line for each policy (`id version sha256:…`) and each that is
    ///     gone (`id -`), in order
    record Receipt(long sequence, Digest digest) {
        ObjectNode json() {
            return Reply.object().put("sequence", sequence).put("digest", digest.toString());
        }
    }

    /// What was taken last.
    synchronized Optional<Receipt> last() {
        return last;
    }

    /// Takes a bundle. The same one again is taken again.
    ///
    /// @throws Reply.Refused it is older than what was taken, or cannot be obeyed
    synchronized Receipt take(Bundle bundle) {
        if (!bundle.environment().equals(environment)) {
            throw new Reply.Refused(
                    422,
                    "wrong-environment",
                    "The bundle is for %s, and this is %s."
                            .formatted(bundle.environment(), environment));
        }
        var receipt = new Receipt(bundle.sequence(), digest(bundle));
        if (!receipt.digest().toString().equals(bundle.digest())) {
            throw unsound(
                    "the bundle is %s, not %s as it says"
                            .formatted(receipt.digest(), bundle.digest()));
        }
        if (last.isPresent()) {
            refuseOlder(last.get(), receipt);
        }
        load(bundle);
        last = Optional.of(receipt);
        return receipt;
    }

    private static void refuseOlder(Receipt before, Receipt next) {
        if (next.sequence() < before.sequence()) {
            throw new Reply.Refused(
                    409,
                    "older",
                    "The bundle %d is older than %d, which is here already."
                            .formatted(next.sequence(), before.sequence()));
        }
        if (next.sequence() == before.sequence() && !next.equals(before)) {
            throw new Reply.Refused(
                    409,
                    "other-content",
                    "The bundle %d is here already, with other content."
                            .formatted(next.sequence()));
        }
    }

    private static void load(Bundle bundle) {
        var artifacts = bundle.items().stream().map(BundleDesk::artifact).toList();
        var byId = new HashMap<String, Artifact>();
        artifacts.forEach(artifact -> byId.put(artifact.id().text(), artifact));
        artifacts.forEach(artifact -> compile(artifact, byId));
    }

    private static Artifact artifact(Bundle.Item item) {
        var actual = Digest.sha256(item.bytes()).toString();
        if (!actual.equals(item.digest())) {
            throw unsound(
                    item.id()
                            + ": the bytes are "
                            + actual
                            + ", not "
                            + item.digest()
                            + " as it says; they were changed on the way");
        }
        var version = Version.parse(item.version());
        if (version.isEmpty()) {
            throw unsound(item.id() + ": \"" + item.version() + "\" is no version");
        }
        var name = item.id() + (item.json() ? ".json" : ".yaml");
        var result = ArtifactParser.parse(item.bytes(), name, version);
        if (!(result instanceof ParseResult.Parsed parsed)) {
            throw unsound(result.findings().getFirst().text());
        }
        var artifact = parsed.artifact();
        if (!artifact.id().text().equals(item.id()) || !artifact.version().equals(version.get())) {
            throw unsound(
                    "the bytes said to be %s@%s are those of %s"
                            .formatted(item.id(), item.version(), artifact.name()));
        }
        return artifact;
    }

    /// Rules that use policies which did not come along cannot be judged before those are there.
    private static void compile(Artifact artifact, Map<String, Artifact> beside) {
        var uses = new LinkedHashMap<String, Artifact>();
        artifact.uses()
                .forEach(
                        (alias, id) -> {
                            var used = beside.get(id.text());
                            if (used != null) {
                                uses.put(alias, used);
                            }
                        });
        if (artifact.rules().isEmpty() || uses.size() < artifact.uses().size()) {
            return;
        }
        if (RuleSet.compile(artifact, uses) instanceof Compilation.Refused refused) {
            throw unsound(
                    "the rules of "
                            + artifact.name()
                            + " do not compile: "
                            + refused.findings().stream()
                                    .map(Finding::message)
                                    .collect(Collectors.joining("; ")));
        }
    }

    private static Digest digest(Bundle bundle) {
        var lines = new TreeSet<String>();
        for (var item : bundle.items()) {
            lines.add(item.id() + " " + item.version() + " " + item.digest() + "\n");
        }
        bundle.gone().forEach(id -> lines.add(id + " -\n"));
        return Digest.sha256(String.join("", lines).getBytes(UTF_8));
    }

    private static Reply.Refused unsound(String why) {
        return new Reply.Refused(422, "unsound", why + ".");
    }
}
