package hms.core.pipeline;

import java.util.Arrays;
import java.util.Optional;

/// The built-in stages, by the name that a pipeline file `uses:`.
public enum StageKind {
    VALIDATE("validate"),
    PACKAGE("package"),
    SIMULATE("simulate"),
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

    public static Optional<StageKind> of(String text) {
        return Arrays.stream(values()).filter(k -> k.text.equals(text)).findFirst();
    }
}
