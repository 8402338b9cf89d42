package hms.decisions;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a slot holds for all evaluations on a date.
///
/// @param value the value, or empty if there is none on that date
/// @param failure why there is none
/// @param weight how many values it holds, if it is a list or a map; else 0
record Fixed(Optional<Object> value, @Nullable RuleFailure failure, int weight) {

    /// What a slot holds, or null if that depends on the case.
    static @Nullable Fixed of(Slot slot, Facts facts) {
        try {
            var value = slot.source().fixed(facts);
            if (value.isEmpty()) {
                return null;
            }
            int weight = Work.weight(value.get());
            return new Fixed(value, null, weight == 1 ? 0 : weight);
        } catch (RuleFailure failure) {
            return new Fixed(Optional.empty(), failure, 0);
        }
    }
}
