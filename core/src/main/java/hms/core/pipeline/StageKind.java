package hms.core.pipeline;

import java.util.Arrays;
import java.util.Optional;

/// The built-in stages, by the name that a pipeline file `uses:`.
public enum StageKind {
    VALIDATE("validate"),
    PACKAGE("package"),
    TEST("test"),
    SIMULATE("simulate"),
    SCAN("scan"),
    GATE("gate"),
    CHECK("check"),
    APPLY("apply"),
    CHAOS("chaos"),
    CANARY("canary"),
    PUBLISH("publish"),
    ROLLOUT("rollout"),
    ACTIVATE("activate"),
    TAG("tag"),
    NOTIFY("notify");

    private final String text;

    StageKind(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /// Whether it acts in an environment, so that a run may have one of its kind in each.
    public boolean isInEnvironment() {
        return switch (this) {
            case GATE, CHECK, APPLY, CHAOS, CANARY, ROLLOUT -> true;
            case VALIDATE, PACKAGE, TEST, SIMULATE, SCAN -> false;
            case PUBLISH, ACTIVATE, TAG, NOTIFY -> false;
        };
    }

    public static Optional<StageKind> of(String text) {
        return Arrays.stream(values()).filter(k -> k.text.equals(text)).findFirst();
    }
}
