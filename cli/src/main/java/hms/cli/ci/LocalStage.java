package hms.cli.ci;

import hms.core.pipeline.file.CiPipeline;
import hms.core.pipeline.file.CiPipeline.BuiltIn;
import java.util.Set;

/// The commands that do on this machine what a built-in stage does on a server.
final class LocalStage {
    private final CiPipeline pipeline;
    private final BuiltIn stage;

    LocalStage(CiPipeline pipeline, BuiltIn stage) {
        this.pipeline = pipeline;
        this.stage = stage;
    }

    /// The script.
    ///
    /// @throws CiRefused if only a server can do it, or it does not know what about
    String script() {
        var packageFile = Launcher.quoted(pipeline.packageFile());
        return switch (stage.stage().uses().text()) {
            case "validate" -> "hms policy lint " + policies() + options(Set.of());
            case "package" ->
                    "hms policy pack " + policies() + " --out " + packageFile + options(Set.of());
            case "test" -> "hms policy test " + packageFile + options(Set.of());
            case "scan" -> "hms scan " + packageFile + options(Set.of("rules"));
            case "chaos" -> "hms chaos run" + target() + options(Set.of("target", "time", "seed"));
            case String uses ->
                    throw new CiRefused(
                            stage.place() + " uses " + uses + ", which only a server can do.",
                            "Take the stage out, and deploy with hms deploy, or hms promote in a"
                                    + " script.");
        };
    }

    private String policies() {
        if (pipeline.policies().isEmpty()) {
            throw new CiRefused(
                    stage.place()
                            + " uses "
                            + stage.stage().uses().text()
                            + ", and the file does not say of which policies.",
                    "Name them at its top, as in policies: policies/*.yaml.");
        }
        return String.join(" ", pipeline.policies());
    }

    /// `staging/chaos` is about staging.
    private String target() {
        int slash = stage.id().indexOf('/');
        return stage.stage().options().containsKey("target") || slash < 1
                ? ""
                : " --target " + Launcher.quoted(stage.id().substring(0, slash));
    }

    private String options(Set<String> known) {
        var text = new StringBuilder();
        stage.stage()
                .options()
                .forEach(
                        (key, value) -> {
                            if (!known.contains(key)) {
                                throw new CiRefused(
                                        stage.place()
                                                + " has the option "
                                                + key
                                                + ", which only a server heeds.",
                                        "Take it out, or write the stage as a script.");
                            }
                            text.append(" --").append(key).append(' ');
                            text.append(Launcher.quoted(value.replaceAll("\\s*,\\s*", ",")));
                        });
        return text.toString();
    }
}
