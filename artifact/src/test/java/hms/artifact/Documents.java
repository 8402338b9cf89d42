package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Short ways to write and read documents in tests.
final class Documents {
    private Documents() {}

    static ParseResult parse(String text, String file) {
        return ArtifactParser.parse(text.getBytes(StandardCharsets.UTF_8), file, Optional.empty());
    }

    static Artifact artifact(String text, String file) {
        var result = parse(text, file);
        assertThat(result)
                .describedAs(() -> result.findings().toString())
                .isInstanceOf(ParseResult.Parsed.class);
        return ((ParseResult.Parsed) result).artifact();
    }

    static Artifact yaml(String text) {
        return artifact(text, "policy.yaml");
    }

    static Artifact json(String text) {
        return artifact(text, "policy.json");
    }

    static ParseResult.Rejected rejected(String text, String file) {
        var result = parse(text, file);
        assertThat(result)
                .describedAs(() -> result.toString())
                .isInstanceOf(ParseResult.Rejected.class);
        return (ParseResult.Rejected) result;
    }
}
