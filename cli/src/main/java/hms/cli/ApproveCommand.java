package hms.cli;

import hms.artifact.Manifest;
import hms.artifact.SignedApproval;
import hms.client.ApiRequest;
import hms.client.Signer;
import hms.client.Way;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Signs policies, and queues their deployment.
@Command(
        name = "hms approve",
        description =
                "Shows what is about to be signed, signs it with your key, and queues its"
                        + " deployment. Submits the files first if nobody has.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms approve policies/pm25.yaml --sign \"EPA Chief\"",
            "  hms approve policies/*.yaml --sign \"EPA Chief\" --no-deploy",
            "  hms approve policies/pm25.yaml --sign \"EPA Chief\" --schedule 2026-09-01T00:00",
            "  hms approve policies/pm25.yaml --sign \"EPA Chief\" --offline",
            "",
            "NAME is a key in HMS_KEYS (~/.config/hms/keys), or one that ssh-agent has."
        })
final class ApproveCommand extends HmsCommand {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "policy artifacts")
    private List<String> files = List.of();

    @Option(
            names = "--sign",
            paramLabel = "NAME",
            required = true,
            description = "the key to sign with")
    private String name = "";

    @Option(
            names = "--env",
            paramLabel = "ENV",
            defaultValue = "production",
            split = ",",
            description =
                    "the environments it is approved for (production, and those on the way there)")
    private List<String> environments = List.of();

    @Option(names = "--comment", paramLabel = "TEXT", defaultValue = "", description = "why")
    private String comment = "";

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            defaultValue = "90d",
            description = "until when the approval counts: a date, an instant, or 90d (90d)")
    private String expires = "";

    @Option(names = "--no-deploy", description = "only sign")
    private boolean noDeploy;

    @Option(
            names = "--offline",
            description = "need no server; write the signature to FILE.sig beside the file")
    private boolean offline;

    @Option(
            names = {"-y", "--yes"},
            description = "sign without asking")
    private boolean yes;

    @Mixin private final DeployOptions deployment = new DeployOptions();

    @ArgGroup private @Nullable Watching watching;

    static final class Watching {
        @Option(names = "--follow", required = true, description = "watch the run until it ends")
        private boolean follow;

        @Option(
                names = "--detach",
                required = true,
                description = "do not watch the run; needs a server that goes on")
        private boolean detach;
    }

    @Override
    int run(Invocation invocation) {
        var policies = LocalPolicy.read(invocation, files);
        var envs = environments.stream().map(DeployOptions::environment).distinct().toList();
        if (offline) {
            return offline(invocation, policies, envs);
        }
        try (var link = invocation.reachToWrite()) {
            Deployment.requireLasting(link, watching != null && watching.detach);
            var report = Submission.send(invocation, link, policies);
            var manifest = manifest(policies);
            report.ifPresent(r -> requireSameBytes(r, manifest));
            if (!invocation.json()) {
                new Review(invocation, policies, manifest).show(report);
            }
            var key = SigningKey.find(invocation, name);
            if (!confirmed(invocation)) {
                throw Failure.refused("Nothing was signed.", "");
            }
            var way = noDeploy && envs.size() > 1 ? envs : way(link, envs);
            var approval = sign(invocation, manifest, way, key);
            var answer = link.send(request(invocation, policies, approval, way.getLast())).json();
            return tell(invocation, link, answer, policies.size());
        }
    }

    /// The environments that are signed for, the one to deploy to the last: those that are named
    /// and, if that is one, those that a release passes through on its way there.
    private static List<String> way(Link link, List<String> named) {
        var way = Way.ask(link::send);
        if (named.size() == 1) {
            return way.to(named.getFirst());
        }
        var last =
                named.stream()
                        .filter(name -> way.to(name).containsAll(named))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        Failure.usage(
                                                "A release goes to one environment, and none of "
                                                        + String.join(", ", named)
                                                        + " is reached through the others.",
                                                "Sign for all of them with --no-deploy, then deploy"
                                                        + " to each: hms deploy."));
        var all = new ArrayList<>(named);
        all.remove(last);
        all.add(last);
        return all;
    }

    private static Manifest manifest(List<LocalPolicy> policies) {
        return new Manifest(policies.stream().map(LocalPolicy::member).toList());
    }

    private static void requireSameBytes(JsonNode report, Manifest manifest) {
        var root = report.path("manifest").path("root").asString("");
        if (!root.isEmpty() && !root.equals(manifest.root().toString())) {
            throw Failure.refused(
                    "The server has other bytes than these files: it says "
                            + root
                            + ", and they are "
                            + manifest.root()
                            + ".",
                    "Nothing was signed. Look whether a file was changed meanwhile, and try again.");
        }
    }

    /// A person at a terminal is asked; whoever pipes has decided.
    private boolean confirmed(Invocation invocation) {
        var screen = invocation.screen();
        return yes || invocation.json() || !screen.canAsk() || screen.ask("Sign? [y/N] ");
    }

    private SignedApproval sign(
            Invocation invocation, Manifest manifest, List<String> envs, SigningKey key) {
        var now = invocation.environment().clock().instant().truncatedTo(ChronoUnit.SECONDS);
        var zone = invocation.environment().clock().getZone();
        try {
            return new Signer(name, key.signer())
                    .sign(manifest, envs, comment, now, Expiry.of(expires, now, zone));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(Spelling.sentence(String.valueOf(e.getMessage())), "");
        }
    }

    private ApiRequest request(
            Invocation invocation,
            List<LocalPolicy> policies,
            SignedApproval approval,
            String environment) {
        var release = LocalPolicy.release(invocation.environment().folder(), policies);
        if (noDeploy) {
            return release.approval(approval, Optional.empty());
        }
        var options = JsonNodeFactory.instance.objectNode();
        deployment.write(options, environment);
        return release.approval(approval, Optional.of(options));
    }

    private int tell(Invocation invocation, Link link, JsonNode answer, int count) {
        var run = answer.path("run").asInt(0);
        var watch = run > 0 && (!link.goesOn() || (watching != null && watching.follow));
        var screen = invocation.screen();
        if (invocation.json()) {
            if (!watch) {
                screen.raw(answer.toString());
                return ExitCode.DONE;
            }
            return Deployment.watch(invocation, link, run, false);
        }
        screen.line("✓ Signature added");
        if (run > 0) {
            var what = count == 1 ? "Policy" : Spelling.number(count) + " policies";
            screen.line("✓ " + what + " queued for deployment (run #" + run + ")");
        } else {
            RunDocument.text(answer, "missing")
                    .ifPresent(why -> screen.line(Ink.WAIT.of("! ") + "Not queued: " + why));
        }
        if (run > 0 && !watch) {
            screen.line("  Follow it: hms run " + run + " --follow");
        }
        return watch ? Deployment.watch(invocation, link, run, false) : ExitCode.DONE;
    }

    /// Signs each file by itself.
    private int offline(Invocation invocation, List<LocalPolicy> policies, List<String> envs) {
        if (!invocation.json()) {
            new Review(invocation, policies, manifest(policies)).show(Optional.empty());
        }
        var key = SigningKey.find(invocation, name);
        if (!confirmed(invocation)) {
            throw Failure.refused("Nothing was signed.", "");
        }
        var json = JsonNodeFactory.instance.objectNode();
        var written = json.putArray("signatures");
        for (var policy : policies) {
            var approval = sign(invocation, Manifest.of(policy.member()), envs, key);
            var file = SignatureFile.add(policy, approval);
            written.addObject()
                    .put("policy", policy.name())
                    .put("file", file.toString())
                    .put("key", key.fingerprint());
            if (!invocation.json()) {
                invocation.screen().line("✓ Signature added to " + policy.shown() + ".sig");
            }
        }
        if (invocation.json()) {
            invocation.screen().raw(json.toString());
        } else {
            invocation.screen().line("  Send it: hms submit " + String.join(" ", files));
        }
        return ExitCode.DONE;
    }
}
