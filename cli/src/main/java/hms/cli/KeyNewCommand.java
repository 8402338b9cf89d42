package hms.cli;

import hms.client.ApiRefused;
import hms.client.ApiUnreachable;
import hms.trust.OpenSshKey;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/// Makes a key, and enrols it.
@Command(
        name = "hms key new",
        description =
                "Makes an Ed25519 key in OpenSSH's form in your key folder (HMS_KEYS, or"
                        + " ~/.config/hms/keys), and enrols it where you may.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms key new \"EPA Chief\"",
            "  hms key new \"EPA Chief\" --role administrator",
            "  hms key new \"EPA Chief\" --no-enrol"
        })
final class KeyNewCommand extends HmsCommand {
    @Parameters(paramLabel = "NAME", description = "whose key it is")
    private String name = "";

    @Option(names = "--role", paramLabel = "ROLE", split = ",", description = "a role of its owner")
    private List<String> roles = List.of();

    @Option(names = "--no-enrol", description = "only make it")
    private boolean noEnrol;

    @Override
    int run(Invocation invocation) {
        var folder = KeyFolder.of(invocation.environment());
        var key = folder.make(name, invocation.environment().random().get()).publicPart();
        var file = folder.path().resolve(KeyFolder.slug(name));
        var enrolled = !noEnrol && enrol(invocation, key);
        if (invocation.json()) {
            invocation
                    .screen()
                    .raw(
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("key", key.fingerprint())
                                    .put("publicKey", key.toString())
                                    .put("file", file.toString())
                                    .put("enrolled", enrolled)
                                    .toString());
            return ExitCode.DONE;
        }
        invocation.screen().line("✓ Key made: " + file);
        invocation.screen().line("  " + key.fingerprint());
        if (enrolled) {
            invocation.screen().line("✓ Key enrolled for " + name);
        } else {
            invocation
                    .screen()
                    .line("  Enrol it: hms key enrol %s.pub --owner \"%s\"".formatted(file, name));
        }
        return ExitCode.DONE;
    }

    /// The key is made, whatever comes of this.
    private boolean enrol(Invocation invocation, OpenSshKey key) {
        try (var link = invocation.reachToWrite()) {
            link.send(KeyEnrolCommand.request(key, name, roles));
            return true;
        } catch (ApiRefused refused) {
            var detail = refused.problem().detail();
            return notEnrolled(invocation, detail.isEmpty() ? refused.problem().title() : detail);
        } catch (ApiUnreachable unreachable) {
            return notEnrolled(invocation, String.valueOf(unreachable.getMessage()));
        } catch (Failure failure) {
            return notEnrolled(invocation, failure.what());
        }
    }

    private static boolean notEnrolled(Invocation invocation, String why) {
        invocation.screen().note(Ink.WAIT.of("! ") + "Not enrolled: " + why);
        return false;
    }
}
