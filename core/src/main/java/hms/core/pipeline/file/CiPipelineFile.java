package hms.core.pipeline.file;

import hms.core.pipeline.file.CiPipeline.BuiltIn;
import hms.core.pipeline.file.CiPipeline.CiStage;
import hms.core.pipeline.file.CiPipeline.Scripted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A pipeline file as `hms ci run` reads it: the server's format, in which a stage may also have a
/// `script:` in place of `uses:`.
public final class CiPipelineFile {
    private static final String USUAL_PACKAGE = "pkg.tgz";

    private CiPipelineFile() {}

    /// @throws ConfigRefused if the file cannot be used
    public static CiPipeline parse(String file, byte[] bytes) {
        var source = JoinedLines.mark(file, bytes);
        try {
            return pipeline(Tree.parse(file, source.bytes()), source);
        } catch (ConfigRefused e) {
            throw new ConfigRefused(source.unmark(String.valueOf(e.getMessage())));
        }
    }

    private static CiPipeline pipeline(Tree tree, JoinedLines source) {
        var name = source.unmark(tree.find("name").orElse("pipeline"));
        var policies = tree.lines("policies").stream().map(source::unmark).toList();
        var packageFile = source.unmark(tree.find("package").orElse(USUAL_PACKAGE));
        var stages = new ArrayList<CiStage>();
        for (var part : tree.trees("stages")) {
            stages.add(part.has("script") ? scripted(part, source) : builtIn(part, source));
        }
        tree.end();
        try {
            return new CiPipeline(name, policies, packageFile, stages);
        } catch (IllegalArgumentException e) {
            throw tree.wrong("stages", "cannot be used: " + e.getMessage());
        }
    }

    private static Scripted scripted(Tree part, JoinedLines source) {
        if (part.has("uses")) {
            throw part.wrong("script", "cannot stand beside uses; a stage has one of them");
        }
        var id = source.unmark(part.text("id"));
        if (id.isBlank()) {
            throw part.wrong("id", "has to be a name such as build");
        }
        var title = part.find("title").map(source::unmark).orElse(id);
        var script = String.join("\n", part.lines("script").stream().map(source::join).toList());
        if (script.isBlank()) {
            throw part.wrong("script", "has no commands");
        }
        var stage = new Scripted(id, title, label(part, id), part.place(), timeout(part), script);
        part.end();
        return stage;
    }

    private static BuiltIn builtIn(Tree part, JoinedLines source) {
        if (!part.has("uses")) {
            throw part.wrong("script", "is missing; a stage has a script, or uses a built-in one");
        }
        var stage = PipelineFile.stage(part, List.of("label", "timeout"));
        return new BuiltIn(
                label(part, source.unmark(stage.id())), part.place(), timeout(part), stage);
    }

    private static String label(Tree part, String id) {
        var label = part.find("label").orElseGet(() -> CiPipeline.label(id));
        if (!label.matches("[^\\p{C}\\[\\]]{1,12}")) {
            throw part.wrong("label", "has to be 1 to 12 characters, not " + label);
        }
        return label;
    }

    private static Optional<Duration> timeout(Tree part) {
        return part.find("timeout")
                .map(
                        text ->
                                Times.parse(text)
                                        .filter(Duration::isPositive)
                                        .orElseThrow(
                                                () ->
                                                        part.wrong(
                                                                "timeout",
                                                                "has to be a time such as 10m, not "
                                                                        + text)));
    }
}
