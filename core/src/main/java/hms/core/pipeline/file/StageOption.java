package hms.core.pipeline.file;

import hms.artifact.Selector;
import hms.checks.scan.builtin.ScanSets;
import hms.core.pipeline.StageKind;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// An option that a stage of a pipeline file takes. Here is what it looks like; what it does stands
/// with its stage.
///
/// @param form  what it has to be, in words
/// @param takes whether a text is of that form
record StageOption(StageKind kind, String key, String form, Predicate<String> takes) {

    private static final List<StageOption> ALL =
            List.of(
                    new StageOption(
                            StageKind.SIMULATE,
                            "threshold",
                            "a share such as 95%",
                            text -> Percent.parse(text).isPresent()),
                    new StageOption(
                            StageKind.SCAN,
                            "rules",
                            "rule sets, such as privacy, ethics",
                            text -> ScanSets.named(text).refusal().isEmpty()),
                    new StageOption(
                            StageKind.CHECK,
                            "disk",
                            "a size such as 256MB",
                            text -> text.matches("\\d{1,9}\\s*(MB|GB)")),
                    new StageOption(
                            StageKind.CHECK, "skew", "a time such as 2s", StageOption::isTime),
                    new StageOption(
                            StageKind.APPLY, "within", "a time such as 10s", StageOption::isTime),
                    new StageOption(
                            StageKind.CHAOS,
                            "time",
                            "a time of 5s or more, such as 20s",
                            StageOption::isLong),
                    new StageOption(
                            StageKind.CHAOS,
                            "seed",
                            "a whole number such as 7",
                            StageOption::isWhole),
                    new StageOption(
                            StageKind.CANARY,
                            "mode",
                            "shadow or enforce",
                            Set.of("shadow", "enforce")::contains),
                    new StageOption(
                            StageKind.CANARY,
                            "scope",
                            "a share such as 5%, an attribute such as region:NCR, or both",
                            text -> Selector.parse(text).isPresent()),
                    new StageOption(
                            StageKind.CANARY, "bake", "a time such as 5m", StageOption::isTime),
                    new StageOption(
                            StageKind.CANARY,
                            "minimum",
                            "a whole number such as 20",
                            StageOption::isWhole),
                    new StageOption(
                            StageKind.CANARY,
                            "alerts",
                            "a whole number such as 2",
                            StageOption::isWhole),
                    new StageOption(
                            StageKind.CANARY,
                            "errors",
                            "a share such as 1%",
                            text -> Percent.parse(text).isPresent()),
                    new StageOption(
                            StageKind.CANARY,
                            "slower",
                            "a whole number such as 5",
                            StageOption::isWhole),
                    new StageOption(
                            StageKind.CANARY,
                            "prometheus",
                            "an http or https address",
                            StageOption::isUrl),
                    new StageOption(
                            StageKind.CANARY,
                            "query",
                            "a PromQL expression",
                            text -> !text.isBlank()),
                    new StageOption(
                            StageKind.CANARY,
                            "webhook",
                            "an http or https address",
                            StageOption::isUrl),
                    new StageOption(
                            StageKind.ROLLOUT,
                            "steps",
                            "growing shares such as 5%, 25%",
                            StageOption::areGrowingShares),
                    new StageOption(
                            StageKind.ROLLOUT, "pause", "a time such as 1m", StageOption::isTime),
                    new StageOption(
                            StageKind.ROLLOUT,
                            "converge",
                            "a share such as 99%",
                            text -> Percent.parse(text).isPresent()),
                    new StageOption(
                            StageKind.ROLLOUT, "within", "a time such as 1m", StageOption::isTime));

    /// The options of a kind of stage.
    static List<StageOption> of(StageKind kind) {
        return ALL.stream().filter(option -> option.kind() == kind).toList();
    }

    boolean fits(String text) {
        return takes.test(text);
    }

    private static boolean isTime(String text) {
        return Times.parse(text).isPresent();
    }

    private static boolean isLong(String text) {
        return Times.parse(text).filter(time -> time.toSeconds() >= 5).isPresent();
    }

    private static boolean isWhole(String text) {
        return text.matches("\\d{1,9}");
    }

    private static boolean isUrl(String text) {
        return text.matches("https?://[^\\s]{1,500}");
    }

    private static boolean areGrowingShares(String text) {
        int before = 0;
        for (var part : text.split("\\s*,\\s*", -1)) {
            var share = Selector.parse(part).filter(s -> s.attributes().isEmpty());
            if (share.isEmpty() || share.get().buckets() <= before) {
                return false;
            }
            before = share.get().buckets();
        }
        return true;
    }
}
