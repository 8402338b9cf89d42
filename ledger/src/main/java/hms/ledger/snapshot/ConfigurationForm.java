package hms.ledger.snapshot;

import hms.core.pipeline.Governance;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Route;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import hms.core.pipeline.Windows;
import hms.core.state.Configuration;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.TreeMap;
import java.util.TreeSet;

final class ConfigurationForm {

    private ConfigurationForm() {}

    static void write(Out out, Configuration configuration) {
        out.word(configuration.zone().getId());
        out.all(configuration.governance().rules(), rule -> write(out, rule));
        out.map(configuration.pipelines(), out::word, pipeline -> write(out, pipeline));
        out.map(
                configuration.environments(),
                id -> Names.write(out, id),
                environment -> {
                    Names.write(out, environment.id());
                    out.word(environment.pipeline());
                    out.size(environment.position());
                    write(out, environment.rules());
                });
        out.map(
                configuration.targets(),
                id -> Names.write(out, id),
                target -> {
                    Names.write(out, target.id());
                    out.word(target.kind());
                    out.digest(target.settings());
                    write(out, target.route());
                });
        out.map(
                configuration.partners(),
                out::word,
                partner -> {
                    out.word(partner.name());
                    out.word(partner.channel());
                    out.digest(partner.address());
                    out.word(partner.secret());
                });
    }

    static Configuration read(In in) {
        return new Configuration(
                ZoneId.of(in.word()),
                new Governance(in.list(() -> rule(in))),
                in.map(in::word, () -> new Pipeline(in.word(), in.list(() -> stage(in)))),
                in.map(
                        () -> Names.environment(in),
                        () ->
                                new Configuration.Environment(
                                        Names.environment(in), in.word(), in.size(), rules(in))),
                in.map(
                        () -> Names.target(in),
                        () ->
                                new Configuration.Target(
                                        Names.target(in), in.word(), in.digest(), route(in))),
                in.map(
                        in::word,
                        () ->
                                new Configuration.Partner(
                                        in.word(), in.word(), in.digest(), in.word())));
    }

    private static void write(Out out, Configuration.Rules rules) {
        out.flag(rules.gate());
        out.optional(rules.zone(), zone -> out.word(zone.getId()));
        out.all(
                rules.windows().maintenance(),
                window -> {
                    out.all(window.days(), out::word);
                    out.word(window.from().toString());
                    out.word(window.until().toString());
                });
        out.all(
                rules.windows().freezes(),
                freeze -> {
                    out.word(freeze.from().toString());
                    out.word(freeze.until().toString());
                });
        out.optional(rules.probes(), out::digest);
    }

    private static Configuration.Rules rules(In in) {
        return new Configuration.Rules(
                in.flag(),
                in.optional(() -> ZoneId.of(in.word())),
                new Windows(
                        in.list(
                                () ->
                                        new Windows.Maintenance(
                                                new TreeSet<>(
                                                        in.list(() -> in.word(DayOfWeek.class))),
                                                LocalTime.parse(in.word()),
                                                LocalTime.parse(in.word()))),
                        in.list(
                                () ->
                                        new Windows.Freeze(
                                                LocalDateTime.parse(in.word()),
                                                LocalDateTime.parse(in.word())))),
                in.optional(in::digest));
    }

    private static void write(Out out, Route route) {
        out.all(route.tags(), out::word);
        out.all(route.policies(), id -> Names.write(out, id));
        out.optional(route.when(), out::text);
    }

    private static Route route(In in) {
        return new Route(in.list(in::word), in.list(() -> Names.policy(in)), in.optional(in::text));
    }

    private static void write(Out out, Governance.Rule rule) {
        out.optional(rule.match().tag(), out::word);
        out.optional(rule.match().agency(), out::word);
        out.optional(rule.match().policy(), id -> Names.write(out, id));
        out.size(rule.approvals());
        out.all(rule.roles(), out::word);
        out.flag(rule.separation());
        out.optional(
                rule.leadTime(),
                time -> {
                    out.number(time.getSeconds());
                    out.number(time.getNano());
                });
        out.flag(rule.refusePast());
        out.optional(rule.canary(), out::flag);
    }

    private static Governance.Rule rule(In in) {
        return new Governance.Rule(
                new Governance.Match(
                        in.optional(in::word),
                        in.optional(in::word),
                        in.optional(() -> Names.policy(in))),
                in.size(),
                in.list(in::word),
                in.flag(),
                in.optional(() -> Duration.ofSeconds(in.number(), in.number())),
                in.flag(),
                in.optional(in::flag));
    }

    private static void write(Out out, Pipeline pipeline) {
        out.word(pipeline.name());
        out.all(pipeline.stages(), stage -> write(out, stage));
    }

    static void write(Out out, Stage stage) {
        out.word(stage.id());
        out.word(stage.uses());
        out.word(stage.title());
        out.map(stage.options(), out::word, out::word);
    }

    static Stage stage(In in) {
        return new Stage(
                in.word(),
                in.word(StageKind.class),
                in.word(),
                new TreeMap<>(in.map(in::word, in::word)));
    }
}
