package hms.server.http;

import hms.artifact.Answer;
import hms.artifact.Context;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Scope;
import hms.server.live.LivePolicies;
import hms.server.view.Evaluations;
import hms.server.view.LiveReads;
import hms.server.view.PolicyReads;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads policies: what is in force, what was, and what is known of every version.
final class PolicyApi {

    private final LiveReads live;
    private final LivePolicies ready;
    private final PolicyReads reads;
    private final Evaluations evaluations;
    private final Moments moments;

    PolicyApi(LiveReads live, LivePolicies ready, PolicyReads reads) {
        this.live = live;
        this.ready = ready;
        this.reads = reads;
        this.evaluations = new Evaluations(live);
        this.moments = new Moments(live);
    }

    Response list(Call call) {
        var environment = call.existing(call.environment());
        if (!call.caller().mayTouch(environment)) {
            throw new Refused(Problems.outsideToken("the environment " + environment));
        }
        return Response.json(
                reads.environment(call.state(), environment, call.now(), call.caller()::mayTouch));
    }

    /// What is in force, now or at the moment that was asked about.
    Response value(Call call) {
        var line = new Line(call.environment(), call.policy());
        boolean asIs = call.query("on").isEmpty() && call.query("knownAt").isEmpty();
        var reader = reader(call, asIs);
        if (asIs && reader.isEmpty()) {
            var answer = ready.make(line.environment(), line.policy(), call.state(), call.now());
            if (answer.isPresent()) {
                mayRead(call, line, answer.get().open());
                return conditional(
                        call,
                        answer.get().tag(),
                        LiveBody.of(answer.get(), call.state(), call.now()));
            }
        }
        var moment = asIs ? LiveReads.Moment.at(call.now()) : moments.of(call, line);
        var read =
                reader.isPresent()
                        ? live.read(call.state(), line, reader.get(), call.now())
                        : live.read(call.state(), line, moment);
        return switch (read) {
            case LiveReads.Found.InForce found -> {
                mayRead(call, line, found.artifact().isOpen());
                yield conditional(
                        call, LiveBody.tag(found), LiveBody.of(found, call.state(), moment));
            }
            case LiveReads.Found.Absent absent -> {
                mayRead(call, line, false);
                call.existing(line.environment());
                throw new Refused(absent(call, line, absent.answer()));
            }
        };
    }

    /// Who asks, where an answer is wanted that depends on it. Without a key nobody is in a share.
    private static Optional<Context> reader(Call call, boolean asIs) {
        var region = call.query("region");
        var key = call.query("key");
        if (region.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        if (!asIs) {
            throw Call.bad(
                    "query region",
                    "A canary is for readers of the present; a question about another moment takes"
                            + " no region and no key.",
                    "Leave on and knownAt out, or region and key.");
        }
        if (key.isEmpty()) {
            throw Call.bad(
                    "query key",
                    "Who names a region names a key too.",
                    "Add key=, which stays the same for the same reader.");
        }
        if (key.get().isEmpty() || key.get().length() > Context.MAX_KEY) {
            throw Call.bad(
                    "query key",
                    "A key has 1 to " + Context.MAX_KEY + " characters.",
                    "Use a name that stays the same for the same reader.");
        }
        var reader = Context.of(key.get());
        return Optional.of(region.map(r -> reader.with("region", r)).orElse(reader));
    }

    private static void mayRead(Call call, Line line, boolean open) {
        if (open) {
            return;
        }
        if (call.caller().equals(Door.NOBODY)) {
            throw new Refused(Problems.noToken());
        }
        if (!call.caller().may(Scope.POLICY_READ)) {
            throw new Refused(Problems.missingScope(Scope.POLICY_READ));
        }
        call.mayTouch(line.policy(), line.environment());
    }

    private static Response conditional(Call call, String tag, byte[] body) {
        var matched =
                call.header("if-none-match")
                        .filter(tags -> LiveBody.matches(tags, tag))
                        .isPresent();
        var response =
                matched
                        ? new Response.Whole(304, "", new byte[0], List.of())
                        : Response.bytes("application/json", body);
        return response.with("ETag", tag).with("Cache-Control", "private, no-cache");
    }

    private static Problem absent(Call call, Line line, Answer answer) {
        var problem =
                Problem.of(404, answer.code(), sentence(call, line, answer), remedy(call, line));
        return switch (answer) {
            case Answer.NotYetInForce a -> problem.with("from", a.from());
            case Answer.Ended a -> problem.with("lastDay", a.lastDay()).with("endedAt", a.at());
            case Answer.Suspended a -> problem.with("since", a.since());
            case Answer.NotFound _ -> problem;
            case Answer.InForce _ -> throw new IllegalStateException("in force is not absent");
        };
    }

    private static String sentence(Call call, Line line, Answer answer) {
        return switch (answer) {
            case Answer.NotFound _ ->
                    call.state().policies().policy(line.policy()).isPresent()
                            ? "No version of "
                                    + line.policy()
                                    + " ever reached "
                                    + line.environment()
                                    + "."
                            : "There is no policy " + line.policy() + ".";
            case Answer.NotYetInForce a ->
                    line.policy()
                            + " comes into force in "
                            + line.environment()
                            + " at "
                            + a.from()
                            + ".";
            case Answer.Ended a ->
                    line.policy()
                            + " is no longer in force in "
                            + line.environment()
                            + "; its last day was "
                            + a.lastDay()
                            + ".";
            case Answer.Suspended a ->
                    line.policy()
                            + " is suspended in "
                            + line.environment()
                            + " since "
                            + a.since()
                            + ".";
            case Answer.InForce _ -> throw new IllegalStateException("in force is not absent");
        };
    }

    private static String remedy(Call call, Line line) {
        return call.state().policies().policy(line.policy()).isPresent()
                ? "Its history: hms history " + line.policy()
                : "hms show lists what is in force.";
    }

    Response history(Call call) {
        var line = new Line(call.existing(call.environment()), call.policy());
        call.mayTouch(line.policy(), line.environment());
        return reads.history(call.state(), line, call.now())
                .map(Response::json)
                .orElseThrow(() -> unknown(line));
    }

    private static Refused unknown(Line line) {
        return new Refused(
                Problems.notFound(
                        "NOT_FOUND",
                        "There is no policy " + line.policy() + ".",
                        "Submit it first: hms submit FILE"));
    }

    Response version(Call call) {
        var key = key(call);
        return reads.version(call.state(), key, call.now())
                .map(Response::json)
                .orElseThrow(() -> noVersion(key));
    }

    /// The exact bytes, as a file.
    Response artifact(Call call) {
        var key = key(call);
        var bytes = reads.bytes(call.state(), key).orElseThrow(() -> noVersion(key));
        var extension = hms.runs.content.Library.extension(bytes);
        return Response.bytes("application/" + extension, bytes)
                .with(
                        "Content-Disposition",
                        "attachment; filename=\"" + key.policy() + "." + extension + "\"");
    }

    private static ArtifactKey key(Call call) {
        var key =
                new ArtifactKey(call.policy(), call.version("path version", call.path("version")));
        call.mayTouch(key.policy());
        return key;
    }

    private static Refused noVersion(ArtifactKey key) {
        return new Refused(
                Problems.notFound(
                        "no-such-version",
                        "There is no " + key + ".",
                        "Submit it first: hms submit FILE"));
    }

    Response diff(Call call) {
        var policy = call.policy();
        call.mayTouch(policy);
        var from = named(call, policy, "from");
        var to = named(call, policy, "to");
        return Response.json(reads.diff(call.state(), from, to));
    }

    private static ArtifactKey named(Call call, hms.artifact.PolicyId policy, String parameter) {
        var text =
                call.query(parameter)
                        .orElseThrow(
                                () ->
                                        Call.bad(
                                                "query " + parameter,
                                                "The parameter " + parameter + " is missing.",
                                                "Name two versions: ?from=1.5.0&to=2.0.0"));
        var key = new ArtifactKey(policy, call.version("query " + parameter, text));
        if (call.state().policies().submitted(key).isEmpty()) {
            throw noVersion(key);
        }
        return key;
    }

    /// @param on the day as of which dated values were read
    /// @param uses alias and `id@version` of every policy that was read
    private record Evaluated(
            String id,
            String rule,
            Object value,
            String version,
            LocalDate on,
            Map<String, String> uses) {}

    Response evaluate(Call call) {
        var policy = call.policy();
        var fields = Fields.of(call);
        var rule = fields.line("rule");
        var inputs = fields.document("inputs");
        var environment =
                fields.perhapsLine("env")
                        .map(text -> Call.environment(fields.place("env"), text))
                        .orElse(EnvironmentId.PRODUCTION);
        var on = fields.perhapsLine("on");
        fields.end();
        var line = new Line(environment, policy);
        call.mayTouch(policy, environment);
        call.existing(environment);
        var at = moments.on(call, line, on, fields.place("on"));
        return switch (live.read(call.state(), line, LiveReads.Moment.at(at))) {
            case LiveReads.Found.Absent absent ->
                    throw new Refused(absent(call, line, absent.answer()));
            case LiveReads.Found.InForce found ->
                    evaluated(
                            rule,
                            evaluations.evaluate(
                                    call.state(), line, found.artifact(), at, rule, inputs));
        };
    }

    private static Response evaluated(String rule, Evaluations.Result result) {
        return switch (result) {
            case Evaluations.Result.Decided d ->
                    Response.json(
                            new Evaluated(
                                    d.policy().policy().text(),
                                    rule,
                                    d.value(),
                                    d.policy().version().toString(),
                                    d.on(),
                                    d.uses()));
            case Evaluations.Result.Failed f ->
                    throw new Refused(
                            Problem.of(
                                    422,
                                    f.code(),
                                    "The rule could not decide: " + f.message() + ".",
                                    "Check the inputs and the date."));
            case Evaluations.Result.InputsRefused r ->
                    throw new Refused(
                            Problem.of(
                                            422,
                                            "inputs-refused",
                                            r.problems().getFirst().message() + ".",
                                            "Correct the inputs.")
                                    .at("$.inputs." + Quote.plain(r.problems().getFirst().input()))
                                    .with("problems", r.problems()));
            case Evaluations.Result.RulesRefused r ->
                    throw new Refused(
                            Problem.of(
                                            422,
                                            "rules-refused",
                                            "With what is in force then, the rules cannot be asked.",
                                            "See the findings.")
                                    .with(r.findings()));
        };
    }

    Response approval(Call call) {
        var id = call.path("approval");
        var approval =
                reads.approval(call.state(), id)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Problems.notFound(
                                                        "no-such-approval",
                                                        "There is no approval "
                                                                + Quote.of(id)
                                                                + ".",
                                                        "A policy's history names its approvals.")));
        approval.covers().forEach(key -> call.mayTouch(ArtifactKey.parse(key).policy()));
        return Response.json(approval);
    }
}
