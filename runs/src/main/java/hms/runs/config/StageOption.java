package hms.runs.config;

import hms.artifact.Selector;
import hms.core.pipeline.StageKind;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;

/// An option that a stage of a pipeline file takes. Here is what it looks like; what it does stands
/// with its stage.
enum StageOption {
    THRESHOLD(
            StageKind.SIMULATE,
            "threshold",
            "a share such as 95%",
            text -> Percent.parse(text).isPresent()),
    MODE(StageKind.CANARY, "mode", "shadow or enforce", Set.of("shadow", "enforce")::contains),
    SCOPE(
            StageKind.CANARY,
            "scope",
            "a share such as 5%, an attribute such as region:NCR, or both",
            text -> Selector.parse(text).isPresent()),
    BAKE(StageKind.CANARY, "bake", "a time such as 5m", StageOption::isTime),
    MINIMUM(StageKind.CANARY, "minimum", "a whole number such as 20", StageOption::isWhole),
    ALERTS(StageKind.CANARY, "alerts", "a whole number such as 2", StageOption::isWhole),
    ERRORS(
            StageKind.CANARY,
            "errors",
            "a share such as 1%",
            text -> Percent.parse(text).isPresent()),
    SLOWER(StageKind.CANARY, "slower", "a whole number such as 5", StageOption::isWhole),
    PROMETHEUS(StageKind.CANARY, "prometheus", "an http or https address", StageOption::isUrl),
    QUERY(StageKind.CANARY, "query", "a PromQL expression", text -> !text.isBlank()),
    WEBHOOK(StageKind.CANARY, "webhook", "an http or https address", StageOption::isUrl),
    STEPS(
            StageKind.ROLLOUT,
            "steps",
            "growing shares such as 5%, 25%",
            StageOption::areGrowingShares),
    PAUSE(StageKind.ROLLOUT, "pause", "a time such as 1m", StageOption::isTime),
    CONVERGE(
            StageKind.ROLLOUT,
            "converge",
            "a share such as 99%",
            text -> Percent.parse(text).isPresent()),
    WITHIN(StageKind.ROLLOUT, "within", "a time such as 1m", StageOption::isTime);

    private final StageKind kind;
    private final String key;
    private final String form;
    private final Predicate<String> takes;

    StageOption(StageKind kind, String key, String form, Predicate<String> takes) {
        this.kind = kind;
        this.key = key;
        this.form = form;
        this.takes = takes;
    }

    static Set<StageOption> of(StageKind kind) {
        return Set.copyOf(Arrays.stream(values()).filter(o -> o.kind == kind).toList());
    }

    String key() {
        return key;
    }

    String form() {
        return form;
    }

    boolean takes(String text) {
        return takes.test(text);
    }

    private static boolean isTime(String text) {
        return Times.parse(text).isPresent();
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
