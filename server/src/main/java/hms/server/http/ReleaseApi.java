package hms.server.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import hms.artifact.PolicyId;
import hms.artifact.Selector;
import hms.core.command.Command;
import hms.core.decide.Applying;
import hms.core.decide.Eligibility;
import hms.core.decide.Refusal;
import hms.core.pipeline.Stage;
import hms.core.pipeline.file.Times;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.RunOptions;
import hms.core.state.Scope;
import hms.core.state.State;
import hms.runs.intake.Answers;
import hms.runs.intake.Answers.ApprovalRequest;
import hms.runs.intake.Answers.DeployRequest;
import hms.runs.intake.Intake;
import hms.runs.intake.ReleaseFiles;
import hms.server.view.EnvironmentReads;
import hms.server.view.Place;
import hms.server.view.PolicyViews;
import hms.trust.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Submits, approves, rejects, deploys and rolls back.
final class ReleaseApi {

    static final String RELEASE = "application/vnd.hms.release+json";

    private static final int MOST_MEMBERS = 20_000;
    private static final int MOST_PARTNERS = 100;
    private static final int LONGEST_WAIT_SECONDS = 120;
    private static final Pattern FILE_NAME =
            Pattern.compile(".*;\\s*filename=\"([A-Za-z0-9][A-Za-z0-9._-]{0,99})\".*");
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");
    private static final Pattern WAIT =
            Pattern.compile("(?:.*[,;]\\s*)?wait=([0-9]{1,6})\\s*(?:[,;].*)?");

    private final Intake intake;

    private final EnvironmentReads environments;

    ReleaseApi(Intake intake, EnvironmentReads environments) {
        this.intake = intake;
        this.environments = environments;
    }

    /// The answer to a submission.
    private record Submitted(List<Member> policies, Map<String, String> manifest, Place ledger) {}

    private record Member(
            String id,
            String version,
            String digest,
            boolean already,
            boolean versionGiven,
            List<Problem.FindingView> findings,
            @Nullable BumpView bump,
            @Nullable LiveVersion live,
            List<PolicyViews.ChangeLine> changes,
            @JsonRawValue @Nullable String simulation,
            ApprovalCount approvals) {}

    private record BumpView(String required, String given, List<String> reasons) {}

    private record LiveVersion(String version, String digest) {}

    private record ApprovalCount(int have, int need, @Nullable String missing) {}

    Response submit(Call call) {
        var reply = intake.submit(call.caller(), files(call), call.flag("dryRun"));
        var ok = Replies.value(reply);
        var report = ok.value();
        boolean there = report.already() || call.flag("dryRun");
        return Response.json(
                there ? 200 : 201,
                new Submitted(
                        report.policies().stream().map(ReleaseApi::member).toList(),
                        Map.of("root", report.manifestRoot().toString()),
                        Place.of(ok.index(), ok.head())));
    }

    /// What was sent: one artifact, or a release.
    static ReleaseFiles files(Call call) {
        if (call.mediaType().equals(RELEASE)) {
            return ReleaseReader.read(call.body());
        }
        var name =
                call.header("content-disposition")
                        .map(
                                text -> {
                                    var match = FILE_NAME.matcher(text);
                                    if (!match.matches()) {
                                        throw Call.bad(
                                                "header content-disposition",
                                                "The file name is not a plain one.",
                                                "Send attachment; filename=\"policy.yaml\".");
                                    }
                                    return match.group(1);
                                });
        return ReleaseFiles.of(
                name.orElse(call.mediaType().endsWith("json") ? "policy.json" : "policy.yaml"),
                call.body().bytes());
    }

    private static Member member(Answers.Member m) {
        return new Member(
                m.key().policy().text(),
                m.key().version().toString(),
                m.digest().toString(),
                m.already(),
                m.versionGiven(),
                m.findings().stream().map(Problem.FindingView::of).toList(),
                m.bump().map(required -> bump(m, required)).orElse(null),
                m.live()
                        .map(
                                live ->
                                        new LiveVersion(
                                                live.version().toString(),
                                                m.liveDigest().map(Object::toString).orElse("")))
                        .orElse(null),
                m.changes().stream()
                        .map(
                                c ->
                                        new PolicyViews.ChangeLine(
                                                c.path(),
                                                c.before().orElse(null),
                                                c.after().orElse(null)))
                        .toList(),
                m.simulation().orElse(null),
                new ApprovalCount(m.have(), m.need(), m.missing().orElse(null)));
    }

    private static BumpView bump(Answers.Member m, String required) {
        var given =
                m.live()
                        .map(live -> m.key().version().bumpFrom(live.version()).name())
                        .orElse("major");
        return new BumpView(required, given.toLowerCase(java.util.Locale.ROOT), m.bumpReasons());
    }

    /// @param missing why nothing was queued, though it was asked for
    private record Approved(
            String approval,
            String key,
            @Nullable Integer run,
            @Nullable String missing,
            Place ledger) {}

    /// An approval of one policy.
    Response approveOne(Call call) {
        var policy = call.policy();
        return approve(call, Optional.of(policy));
    }

    /// An approval of a release.
    Response approveMany(Call call) {
        return approve(call, Optional.empty());
    }

    private Response approve(Call call, Optional<PolicyId> only) {
        var fields = Fields.of(call);
        var statement = fields.base64("statement");
        var signature = fields.text("signature", 4_096);
        var members = keys(fields, "members");
        var deploy = fields.perhapsObject("deploy");
        fields.end();
        if (only.isPresent()
                && (members.size() != 1 || !members.getFirst().policy().equals(only.get()))) {
            throw Fields.wrong(
                    "$.members",
                    "has to name one version of " + only.get() + ", as the address does");
        }
        var request =
                deploy.map(
                        d -> {
                            var asked =
                                    new DeployRequest(environment(d), members, options(call, d));
                            d.end();
                            return asked;
                        });
        var ok =
                Replies.value(
                        intake.approve(
                                call.caller(),
                                new ApprovalRequest(statement, signature, members, request)));
        var run = ok.value().run();
        return Response.json(
                201,
                new Approved(
                        ok.value().approval(),
                        ok.value().key(),
                        run.isPresent() ? run.getAsInt() : null,
                        ok.value().missing().map(Refusal::message).orElse(null),
                        Place.of(ok.index(), ok.head())));
    }

    private record Rejected(String policy, String version, Place ledger) {}

    Response reject(Call call) {
        var policy = call.policy();
        var fields = Fields.of(call);
        var version = call.version(fields.place("version"), fields.line("version"));
        var reason = fields.text("reason", Fields.TEXT);
        fields.end();
        var key = new ArtifactKey(policy, version);
        var ok = Replies.value(intake.reject(call.caller(), key, reason));
        return Response.json(
                201,
                new Rejected(policy.text(), version.toString(), Place.of(ok.index(), ok.head())));
    }

    Response deployOne(Call call) {
        var policy = call.policy();
        var fields = Fields.of(call);
        var environment = environment(fields);
        var given =
                fields.perhapsLine("version").map(t -> call.version(fields.place("version"), t));
        var options = options(call, fields);
        fields.end();
        var version =
                given.or(() -> call.state().policies().policy(policy).flatMap(p -> p.latest()));
        if (version.isEmpty() && call.caller().may(Scope.POLICY_DEPLOY)) {
            call.mayTouch(policy);
            throw new Refused(
                    Problems.notFound(
                            "no-such-version",
                            "There is no policy " + policy + ".",
                            "Submit it first: hms submit FILE"));
        }
        var members = version.map(v -> List.of(new ArtifactKey(policy, v))).orElse(List.of());
        return deploy(call, new DeployRequest(environment, members, options));
    }

    Response deployMany(Call call) {
        var fields = Fields.of(call);
        var members = keys(fields, "policies");
        var request = new DeployRequest(environment(fields), members, options(call, fields));
        fields.end();
        return deploy(call, request);
    }

    private Response deploy(Call call, DeployRequest request) {
        if (call.flag("dryRun")) {
            return Response.json(plan(call, request));
        }
        var ok = Replies.value(intake.deploy(call.caller(), request, idempotencyKey(call)));
        int run = ok.value().run();
        var wait = wait(call);
        var headers = new ArrayList<Header>();
        headers.add(new Header("Location", "/api/runs/" + run));
        wait.ifPresent(
                time -> headers.add(new Header("Preference-Applied", "wait=" + time.toSeconds())));
        return new Response.OnceSettled(
                run, wait.orElse(Duration.ZERO), Place.of(ok.index(), ok.head()), headers);
    }

    /// What a deployment would do.
    private record Plan(
            List<PolicyViews.StageLine> stages,
            String environment,
            List<EnvironmentReads.PlannedEnvironment> environments,
            List<PlannedPolicy> policies,
            @Nullable String missing,
            List<String> partners) {}

    private record PlannedPolicy(String policy, ApprovalCount approvals) {}

    private Plan plan(Call call, DeployRequest request) {
        if (!call.caller().may(Scope.POLICY_DEPLOY)) {
            throw new Refused(Problems.missingScope(Scope.POLICY_DEPLOY));
        }
        request.members().forEach(key -> call.mayTouch(key.policy(), request.environment()));
        var environment = call.existing(request.environment());
        var state = call.state();
        var stages = stages(call, request);
        return new Plan(
                stages.stream()
                        .map(
                                s ->
                                        new PolicyViews.StageLine(
                                                s.id(), s.title(), s.uses().text(), s.options()))
                        .toList(),
                environment.value(),
                environments.plan(
                        state,
                        on(stages, environment),
                        request.members().stream()
                                .flatMap(key -> state.policies().submitted(key).stream())
                                .toList(),
                        call.now()),
                request.members().stream().map(key -> planned(call, key, environment)).toList(),
                Eligibility.missingOnWay(state, request.members(), environment, call.now())
                        .map(Refusal::message)
                        .orElse(null),
                partners(state, request));
    }

    /// The stages that the run would have.
    private static List<Stage> stages(Call call, DeployRequest request) {
        var state = call.state();
        var pipeline =
                state.configuration()
                        .environment(request.environment())
                        .flatMap(e -> state.configuration().pipeline(e.pipeline()));
        if (pipeline.isEmpty()) {
            return List.of();
        }
        boolean known =
                request.members().stream()
                        .allMatch(key -> state.policies().submitted(key).isPresent());
        var queued =
                new Command.QueueRun(
                        call.caller(),
                        request.environment(),
                        request.members(),
                        request.options(),
                        Optional.empty());
        var some =
                known
                        ? Applying.stages(state, pipeline.get(), queued, call.now())
                        : Optional.<List<String>>empty();
        return pipeline.get().stages().stream()
                .filter(stage -> some.map(ids -> ids.contains(stage.id())).orElse(true))
                .toList();
    }

    /// The environments that these stages pass through, in their order; the last is where it goes.
    private static List<EnvironmentId> on(List<Stage> stages, EnvironmentId last) {
        var all = new LinkedHashSet<EnvironmentId>();
        for (var stage : stages) {
            stage.environmentName().map(EnvironmentId::new).ifPresent(all::add);
        }
        all.remove(last);
        all.add(last);
        return List.copyOf(all);
    }

    private static PlannedPolicy planned(Call call, ArtifactKey key, EnvironmentId environment) {
        var state = call.state();
        var submitted = state.policies().submitted(key);
        int have =
                submitted
                        .map(s -> Eligibility.counting(state, s, environment, call.now()).size())
                        .orElse(0);
        int need =
                submitted
                        .map(
                                s ->
                                        state.configuration()
                                                .governance()
                                                .demandFor(key.policy(), s.tags(), s.agency())
                                                .approvals())
                        .orElse(1);
        var missing =
                Eligibility.missingOnWay(state, List.of(key), environment, call.now())
                        .map(Refusal::message);
        return new PlannedPolicy(
                key.toString(), new ApprovalCount(have, need, missing.orElse(null)));
    }

    private static List<String> partners(State state, DeployRequest request) {
        var named =
                request.members().stream()
                        .flatMap(key -> state.policies().submitted(key).stream())
                        .flatMap(s -> s.partners().stream());
        return Stream.concat(named, request.options().partners().orElse(List.of()).stream())
                .filter(name -> state.configuration().partner(name).isPresent())
                .distinct()
                .sorted()
                .toList();
    }

    /// @param from the version that was in force
    /// @param tookMs milliseconds from the request to its being durable
    private record RolledBack(
            String policy,
            String env,
            @Nullable String from,
            String version,
            Instant at,
            Revision revision,
            long tookMs,
            Place ledger) {}

    private record Revision(long epoch, long size) {}

    Response rollBack(Call call) {
        long begun = System.nanoTime();
        var policy = call.policy();
        var fields = Fields.of(call);
        var environment = environment(fields);
        var to =
                new ArtifactKey(
                        policy, call.version(fields.place("version"), fields.line("version")));
        var reason = fields.perhapsText("reason");
        fields.end();
        var ok =
                Replies.value(
                        intake.rollBack(
                                call.caller(), environment, to, reason, idempotencyKey(call)));
        return Response.json(
                new RolledBack(
                        policy.text(),
                        environment.value(),
                        ok.value().from().map(Object::toString).orElse(null),
                        to.version().toString(),
                        ok.value().at(),
                        new Revision(ok.head().epoch(), ok.head().size()),
                        (System.nanoTime() - begun) / 1_000_000,
                        Place.of(ok.index(), ok.head())));
    }

    private static EnvironmentId environment(Fields fields) {
        return Call.environment(fields.place("env"), fields.line("env"));
    }

    private static RunOptions options(Call call, Fields fields) {
        var zone = call.state().configuration().zone();
        return new RunOptions(
                fields.perhapsLine("schedule")
                        .map(t -> Moments.schedule(fields.place("schedule"), t, zone, call.now())),
                fields.perhapsLine("pending")
                        .map(text -> pending(fields.place("pending"), text))
                        .orElse(RunOptions.Pending.UNSAID),
                fields.flag("supersede"),
                fields.flag("strict"),
                fields.perhapsLine("canary").map(text -> canary(fields.place("canary"), text)),
                fields.perhapsLine("bake").map(text -> bake(fields.place("bake"), text)),
                Optional.of(fields.lines("partners", MOST_PARTNERS))
                        .filter(names -> !names.isEmpty()),
                fields.perhapsLine("package").map(text -> digest(fields.place("package"), text)));
    }

    private static Digest digest(String place, String text) {
        if (!text.matches("sha256:[0-9a-f]{64}")) {
            throw Call.bad(
                    place,
                    "A package is named sha256:… with 64 digits, as POST /api/packages answers.",
                    "Send it first: POST /api/packages");
        }
        return Digest.ofHex(text.substring("sha256:".length()));
    }

    private static Selector canary(String place, String text) {
        return Selector.parse(text)
                .orElseThrow(
                        () ->
                                Fields.wrong(
                                        place,
                                        "has to be a share such as 5%, an attribute such as"
                                                + " region:NCR, or both"));
    }

    private static Duration bake(String place, String text) {
        return Times.parse(text)
                .orElseThrow(() -> Fields.wrong(place, "has to be a time such as 10s or 5m"));
    }

    private static RunOptions.Pending pending(String place, String text) {
        return switch (text) {
            case "keep" -> RunOptions.Pending.KEEP;
            case "cancel" -> RunOptions.Pending.CANCEL;
            default -> throw Fields.wrong(place, "has to be keep or cancel");
        };
    }

    private static List<ArtifactKey> keys(Fields fields, String name) {
        var keys = new ArrayList<ArtifactKey>();
        var lines = fields.lines(name, MOST_MEMBERS);
        for (int i = 0; i < lines.size(); i++) {
            try {
                keys.add(ArtifactKey.parse(lines.get(i)));
            } catch (IllegalArgumentException e) {
                throw Fields.wrong(fields.place(name) + "[" + i + "]", "has to be ID@VERSION");
            }
        }
        if (keys.isEmpty()) {
            throw Fields.wrong(fields.place(name), "names nothing; it takes ID@VERSION");
        }
        return keys;
    }

    private static Optional<String> idempotencyKey(Call call) {
        var key = call.header("idempotency-key");
        if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
            throw Call.bad(
                    "header idempotency-key",
                    "An Idempotency-Key has 1 to 255 visible ASCII characters.",
                    "Use a random one, such as a UUID.");
        }
        return key;
    }

    /// How long the caller wants to wait (RFC 7240); as long as allowed if it is longer.
    private static Optional<Duration> wait(Call call) {
        var prefer = call.header("prefer").map(WAIT::matcher);
        if (prefer.isEmpty() || !prefer.get().matches()) {
            return Optional.empty();
        }
        int seconds = Integer.parseInt(prefer.get().group(1));
        return Optional.of(Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT_SECONDS)));
    }
}
