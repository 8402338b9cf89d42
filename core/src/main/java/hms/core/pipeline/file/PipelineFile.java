package hms.core.pipeline.file;

import hms.core.event.EventCodec;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.Stage;
import hms.core.pipeline.StageKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A pipeline as a YAML file: a name, and stages in order. Each stage `uses:` a built-in one;
/// further keys are its options.
public final class PipelineFile {

    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z][A-Za-z0-9_/.-]*( &?[A-Za-z0-9_/.-]+| &)*|[0-9.]+%");
    private static final Set<String> OWN = Set.of("id", "uses", "title");
    private static final String DEFAULT = "default-pipeline.yaml";

    private PipelineFile() {}

    /// @throws ConfigRefused if the file cannot be used
    public static Pipeline parse(String file, byte[] bytes) {
        return pipeline(Tree.parse(file, bytes));
    }

    /// The pipeline of a new installation, as text.
    public static String defaultText() {
        try (var in = PipelineFile.class.getResourceAsStream(DEFAULT)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its " + DEFAULT);
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + DEFAULT, e);
        }
    }

    public static Pipeline defaultPipeline() {
        return parse(DEFAULT, defaultText().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// The pipeline of an installation with several environments: a release passes through each
    /// before the last one, and then goes into that as it would into the only one.
    ///
    /// @param environments names, in the order of promotion
    public static Pipeline defaultPipeline(List<String> environments) {
        var plain = defaultPipeline();
        if (environments.size() == 1) {
            return plain;
        }
        var last = environments.getLast();
        var stages = new ArrayList<Stage>();
        for (var stage : plain.stages()) {
            if (stage.uses() == StageKind.GATE) {
                environments.stream()
                        .filter(name -> !name.equals(last))
                        .forEach(name -> stages.addAll(rehearsal(name)));
            }
            stages.add(stage.uses().isInEnvironment() ? in(last, stage) : stage);
        }
        return new Pipeline(plain.name(), stages);
    }

    /// What a release does in an environment before the last one.
    private static List<Stage> rehearsal(String environment) {
        var whole = new TreeMap<>(Map.of("converge", "100%", "within", "1m"));
        return List.of(
                in(environment, new Stage("gate", StageKind.GATE, "Gate")),
                in(environment, new Stage("check", StageKind.CHECK, "Environment Check")),
                in(environment, new Stage("apply", StageKind.APPLY, "Delivery")),
                in(environment, new Stage("rollout", StageKind.ROLLOUT, "Rollout", whole)),
                in(environment, new Stage("chaos", StageKind.CHAOS, "Chaos Test")));
    }

    private static Stage in(String environment, Stage stage) {
        return new Stage(
                environment + "/" + stage.id(),
                stage.uses(),
                Character.toUpperCase(environment.charAt(0))
                        + environment.substring(1)
                        + " "
                        + stage.title(),
                stage.options());
    }

    public static Pipeline pipeline(Tree tree) {
        var name = tree.text("name");
        var stages = new ArrayList<Stage>();
        for (var part : tree.trees("stages")) {
            stages.add(stage(part, List.of()));
        }
        tree.end();
        try {
            return new Pipeline(name, stages);
        } catch (IllegalArgumentException e) {
            throw tree.wrong("stages", "cannot be used: " + e.getMessage());
        }
    }

    /// @param others keys of the stage that somebody else reads
    static Stage stage(Tree part, List<String> others) {
        if (part.has("script")) {
            throw part.wrong(
                    "script",
                    "is not run by a server; scripts belong to a pipeline file that a person or a CI"
                            + " system runs: hms ci run FILE");
        }
        var uses = part.text("uses");
        var kind =
                StageKind.of(uses)
                        .orElseThrow(
                                () ->
                                        part.wrong(
                                                "uses",
                                                "names no built-in stage: "
                                                        + uses
                                                        + "; there are "
                                                        + String.join(
                                                                ", ",
                                                                Arrays.stream(StageKind.values())
                                                                        .map(StageKind::text)
                                                                        .toList())));
        var id = part.find("id").orElse(uses);
        var title = part.find("title").orElse(id);
        var options = new TreeMap<String, String>();
        for (var key : part.keys()) {
            if (!OWN.contains(key) && !others.contains(key)) {
                options.put(key, part.text(key));
            }
        }
        checkOptions(part, kind, options);
        return new Stage(id, kind, title, options);
    }

    private static void checkOptions(Tree part, StageKind kind, Map<String, String> options) {
        var known = StageOption.of(kind);
        for (var option : options.entrySet()) {
            var form = known.stream().filter(o -> o.key().equals(option.getKey())).findFirst();
            if (form.isEmpty()) {
                throw part.wrong(
                        option.getKey(),
                        "is not an option of the stage "
                                + kind.text()
                                + (known.isEmpty()
                                        ? "; it has none"
                                        : "; it has "
                                                + String.join(
                                                        ", ",
                                                        known.stream()
                                                                .map(StageOption::key)
                                                                .sorted()
                                                                .toList())));
            }
            if (!form.get().fits(option.getValue())) {
                throw part.wrong(
                        option.getKey(),
                        "has to be " + form.get().form() + ", not " + option.getValue());
            }
        }
    }

    /// The pipeline as a file again.
    public static String text(Pipeline pipeline) {
        var text =
                new StringBuilder("name: ").append(scalar(pipeline.name())).append("\nstages:\n");
        for (var stage : pipeline.stages()) {
            text.append("  - id: ").append(scalar(stage.id())).append('\n');
            text.append("    uses: ").append(stage.uses().text()).append('\n');
            text.append("    title: ").append(scalar(stage.title())).append('\n');
            stage.options()
                    .forEach(
                            (key, value) ->
                                    text.append("    ")
                                            .append(key)
                                            .append(": ")
                                            .append(scalar(value))
                                            .append('\n'));
        }
        return text.toString();
    }

    /// Plain where YAML reads it back as this text, else quoted as JSON quotes it, which YAML 1.2
    /// reads alike.
    private static String scalar(String text) {
        return PLAIN.matcher(text).matches() ? text : EventCodec.mapper().writeValueAsString(text);
    }
}
