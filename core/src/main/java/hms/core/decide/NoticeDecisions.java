package hms.core.decide;

import hms.core.command.Command;
import hms.core.event.Event;
import hms.core.event.NoticeEvent;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.RunOptions;
import hms.core.state.State;
import hms.trust.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Notices to partners: queued once, attempted until they arrive or are given up.
final class NoticeDecisions {

    private NoticeDecisions() {}

    static Decision queue(State state, Command.QueueNotices c) {
        var run = state.runs().open(c.run());
        if (run.isEmpty()) {
            return RunDecisions.stale(c);
        }
        var events = new ArrayList<Event>();
        for (var key : run.get().members()) {
            events.addAll(
                    notices(
                            state,
                            partners(state, run.get().options(), key),
                            c.type(),
                            OptionalInt.of(c.run()),
                            run.get().environment(),
                            key));
        }
        return Decision.system(events);
    }

    /// Who is told of an artifact in a run: those whom it names, and those whom the run names.
    static List<String> partners(State state, RunOptions options, ArtifactKey about) {
        var all = new LinkedHashSet<>(state.policies().submitted(about).orElseThrow().partners());
        options.partners().ifPresent(all::addAll);
        return List.copyOf(all);
    }

    /// One notice for each partner that is configured. A notice that was queued before is not
    /// queued again: its id is made from what it is about, and the tally of its run knows it.
    static List<NoticeEvent.NoticeQueued> notices(
            State state,
            List<String> partners,
            String type,
            OptionalInt run,
            EnvironmentId environment,
            ArtifactKey about) {
        var queued = new ArrayList<NoticeEvent.NoticeQueued>();
        for (var partner : partners) {
            var id = id(state, partner, type, run, about);
            boolean known =
                    run.isPresent() && state.notices().tally(run.getAsInt()).ids().contains(id);
            if (!known && state.configuration().partner(partner).isPresent()) {
                queued.add(
                        new NoticeEvent.NoticeQueued(
                                id,
                                partner,
                                type,
                                run,
                                environment,
                                about.policy(),
                                about.version()));
            }
        }
        return queued;
    }

    private static String id(
            State state, String partner, String type, OptionalInt run, ArtifactKey about) {
        var text =
                String.join(
                        "\n",
                        state.origin(),
                        partner,
                        type,
                        run.isPresent() ? "run " + run.getAsInt() : "entry " + state.size(),
                        about.toString());
        return "msg_" + Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 24);
    }

    static Decision result(State state, Command.NoticeResult c) {
        return switch (c) {
            case Command.NoticeResult.Delivered r ->
                    recorded(
                            state,
                            c,
                            r.notice(),
                            r.attempt(),
                            new NoticeEvent.NoticeDelivered(r.notice(), r.attempt(), r.status()));
            case Command.NoticeResult.Failed r ->
                    recorded(
                            state,
                            c,
                            r.notice(),
                            r.attempt(),
                            new NoticeEvent.NoticeAttemptFailed(
                                    r.notice(), r.attempt(), r.reason(), r.next()));
        };
    }

    private static Decision recorded(
            State state, Command command, String notice, int attempt, Event event) {
        Optional<Integer> made = state.notices().open(notice).map(n -> n.attempts());
        return made.isPresent() && attempt == made.get() + 1
                ? Decision.system(List.of(event))
                : RunDecisions.stale(command);
    }
}
