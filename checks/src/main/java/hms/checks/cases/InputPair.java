package hms.checks.cases;

import hms.decisions.BoundRules;
import hms.decisions.Decision;
import hms.decisions.FailureReason;
import hms.decisions.InputForm;
import hms.decisions.Inputs;
import hms.decisions.RuleSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The inputs of one case after another, read for the new version and, where it asks for other
/// inputs, for the live one as well. Filled column by column.
public final class InputPair {
    private final InputForm newForm;
    private final InputForm.Row newRow;
    private final @Nullable InputForm liveForm;
    private final InputForm.@Nullable Row liveRow;
    private @Nullable String newProblem;
    private @Nullable String liveProblem;

    /// The position of an input in the new and in the live version's form; -1 where it has none.
    record Position(int inNew, int inLive) {}

    /// What a case gives one version.
    ///
    /// @param inputs the inputs
    /// @param problem what does not fit, if something does not; then the inputs are of no use
    public record Given(Inputs inputs, @Nullable String problem) {

        /// Asks a rule; it fails where the inputs do not fit.
        public Decision ask(BoundRules rules, String rule) {
            return problem == null
                    ? rules.evaluate(rule, inputs)
                    : new Decision.Failed(FailureReason.BAD_ARGUMENT, problem);
        }
    }

    /// What a case gives both versions.
    public record Both(Given toNew, Given toLive) {}

    InputPair(RuleSet candidate, Optional<RuleSet> live) {
        newForm = candidate.inputs();
        newRow = newForm.row();
        var other =
                live.filter(
                        rules -> !rules.artifact().inputs().equals(candidate.artifact().inputs()));
        liveForm = other.map(RuleSet::inputs).orElse(null);
        liveRow = other.map(rules -> rules.inputs().row()).orElse(null);
    }

    /// The inputs that one of the versions has.
    Set<String> names() {
        var names = new LinkedHashSet<>(newForm.names());
        if (liveForm != null) {
            names.addAll(liveForm.names());
        }
        return names;
    }

    /// Where an input is in both forms; empty if neither has it.
    Optional<Position> position(String input) {
        int inNew = newForm.indexOf(input);
        int inLive = liveForm == null ? -1 : liveForm.indexOf(input);
        return inNew < 0 && inLive < 0
                ? Optional.empty()
                : Optional.of(new Position(inNew, inLive));
    }

    void set(Position position, String text) {
        if (position.inNew() >= 0) {
            var problem = newRow.set(position.inNew(), text);
            newProblem = newProblem == null ? problem : newProblem;
        }
        if (position.inLive() >= 0 && liveRow != null) {
            var problem = liveRow.set(position.inLive(), text);
            liveProblem = liveProblem == null ? problem : liveProblem;
        }
    }

    /// Says that the case gives something that no input takes.
    void misfit(String problem) {
        newProblem = newProblem == null ? problem : newProblem;
        liveProblem = liveProblem == null ? problem : liveProblem;
    }

    /// What was given since the last time; and begins a new case.
    Both take() {
        var toNew = new Given(newRow.inputs(), newProblem);
        var toLive = liveRow == null ? toNew : new Given(liveRow.inputs(), liveProblem);
        newProblem = null;
        liveProblem = null;
        return new Both(toNew, toLive);
    }
}
