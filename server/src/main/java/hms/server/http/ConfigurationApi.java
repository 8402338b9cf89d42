package hms.server.http;

import hms.core.command.Command;
import hms.core.decide.Answer;
import hms.core.decide.Decider;
import hms.core.event.ConfigEvent;
import hms.core.pipeline.file.ConfigRefused;
import hms.core.state.Scope;
import hms.ledger.Blob;
import hms.runs.config.HmsConfig;
import hms.runs.intake.Intake;
import hms.server.view.ConfigReads;
import hms.server.view.ConfigReads.ConfigChange;
import hms.server.view.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows the configuration that stands on the ledger, and takes another one.
final class ConfigurationApi {

    private final ConfigReads reads;
    private final Intake intake;
    private final Launch launch;

    ConfigurationApi(ConfigReads reads, Intake intake, Launch launch) {
        this.reads = reads;
        this.intake = intake;
        this.launch = launch;
    }

    private record Standing(String yaml) {}

    Response show(Call call) {
        return Response.json(new Standing(reads.yaml(call.state())));
    }

    /// @param notes what the file says that only the next start takes over, in sentences
    /// @param ledger null if nothing was done
    private record Applied(
            boolean dryRun,
            List<ConfigChange> changes,
            List<String> notes,
            @Nullable Place ledger) {}

    /// Takes a configuration over: what it says otherwise than what stands.
    Response apply(Call call) {
        if (!call.caller().may(Scope.ADMIN)) {
            throw new Refused(Problems.missingScope(Scope.ADMIN));
        }
        var config = config(call);
        var blobs = new ArrayList<Blob>();
        var events = config.events(call.state().configuration(), intake::blob, blobs);
        var changes = changes(call, events, blobs);
        var notes = notes(config);
        if (call.flag("dryRun") || changes.isEmpty()) {
            return Response.json(new Applied(call.flag("dryRun"), changes, notes, null));
        }
        var done = Replies.value(intake.configure(call.caller(), events, blobs));
        return Response.json(
                new Applied(false, changes, notes, Place.of(done.index(), done.head())));
    }

    private HmsConfig config(Call call) {
        try {
            return launch.served().apply(HmsConfig.parse("hms.yaml", call.body().bytes()));
        } catch (ConfigRefused e) {
            throw new Refused(
                    Problem.of(
                            422,
                            "invalid-configuration",
                            "The configuration cannot be used: " + e.getMessage() + ".",
                            "Correct the file. Nothing was changed."));
        }
    }

    /// What the ledger would take of it.
    private List<ConfigChange> changes(Call call, List<ConfigEvent> events, List<Blob> blobs) {
        var state = call.state();
        var decision =
                Decider.decide(state, new Command.Configure(call.caller(), events), call.now());
        if (decision.answer() instanceof Answer.Refused refused) {
            throw new Refused(Problems.of(refused.refusal()));
        }
        return decision.events().stream()
                .filter(ConfigEvent.class::isInstance)
                .map(ConfigEvent.class::cast)
                .map(event -> reads.change(state, event, blobs))
                .toList();
    }

    private List<String> notes(HmsConfig config) {
        var notes = new ArrayList<String>();
        if (!config.publicUrl().equals(launch.publicUrl())) {
            notes.add(
                    "publicUrl is "
                            + launch.publicUrl().orElse("where the server listens")
                            + " until the server is started anew.");
        }
        if (!config.allowedHosts().equals(launch.allowedHosts())) {
            notes.add(
                    "webhooks.allow stays "
                            + (launch.allowedHosts().isEmpty()
                                    ? "empty"
                                    : String.join(
                                            ", ", launch.allowedHosts().stream().sorted().toList()))
                            + " until the server is started anew.");
        }
        if (launch.fromFile()) {
            notes.add(
                    "At its next start the server reads its own hms.yaml again, and takes over what"
                            + " that says: put this file in its place.");
        }
        return notes;
    }
}
