package hms.connectors.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.runs.port.ReleaseTag;
import hms.runs.port.TaggedFile;
import java.time.Instant;
import java.util.List;

/// Releases to tag.
final class Releases {

    static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");

    private Releases() {}

    static ReleaseTag release(String id, String version, String text) {
        return tag(id, version, List.of(TaggedFile.artifact(id, "yaml", text.getBytes(UTF_8))));
    }

    static ReleaseTag tag(String id, String version, List<TaggedFile> files) {
        return new ReleaseTag(
                id + "@" + version, "Tightens the daily limit.\n\nRun #184.", AT, files);
    }

    static TaggedFile companion(String id, String path, String text) {
        return TaggedFile.companion(id, path, text.getBytes(UTF_8));
    }
}
