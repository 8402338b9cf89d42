package hms.core.pipeline.file;

import hms.core.pipeline.Stage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// A pipeline as a person's machine or a CI system runs it: stages in order, the first failure ends
/// it.
///
/// @param policies the artifacts that built-in stages are about, as a shell takes their names
/// @param packageFile the package that the built-in stages make and look at
public record CiPipeline(
        String name, List<String> policies, String packageFile, List<CiStage> stages) {
    private static final int LONGEST_ID = 6;
    private static final int SHORT_FORM = 4;

    public CiPipeline {
        policies = List.copyOf(policies);
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("pipeline " + name + " has no stages");
        }
        var ids = new HashSet<String>();
        for (var stage : stages) {
            if (!ids.add(stage.id())) {
                throw new IllegalArgumentException(
                        "pipeline " + name + " has two stages with the id " + stage.id());
            }
        }
    }

    /// One step.
    public sealed interface CiStage {
        String id();

        /// As people read it.
        String title();

        /// As it stands in front of what the stage reports.
        String label();

        /// Where it stands in the file, as in `pipeline.yml: $.stages[2]`.
        String place();

        /// For how long it may run; empty if the file does not say.
        Optional<Duration> timeout();
    }

    /// Commands of the file.
    ///
    /// @param script what a shell is given
    public record Scripted(
            String id,
            String title,
            String label,
            String place,
            Optional<Duration> timeout,
            String script)
            implements CiStage {}

    /// A stage that the program knows, as a server's pipeline has it.
    public record BuiltIn(String label, String place, Optional<Duration> timeout, Stage stage)
            implements CiStage {
        @Override
        public String id() {
            return stage.id();
        }

        @Override
        public String title() {
            return stage.title();
        }
    }

    /// The usual label: short ids as they are, of others the first letters.
    static String label(String id) {
        int letters = id.codePointCount(0, id.length());
        return letters <= LONGEST_ID ? id : id.substring(0, id.offsetByCodePoints(0, SHORT_FORM));
    }
}
