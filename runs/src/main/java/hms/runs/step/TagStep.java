package hms.runs.step;

import hms.core.command.Command.Found;
import hms.runs.content.Library;
import hms.runs.port.ReleaseTag;
import hms.runs.port.ReleaseTags;
import hms.runs.port.TagReceipt;
import hms.runs.port.TaggedFile;
import java.util.ArrayList;
import java.util.List;

/// Tags the release as `ID@VERSION` in the policies' Git repository.
public final class TagStep implements Step {

    private final ReleaseTags tags;

    public TagStep(ReleaseTags tags) {
        this.tags = tags;
    }

    @Override
    public StepResult run(StageRun stage) {
        var release = stage.members().stream().map(m -> tag(stage, m)).toList();
        return switch (tags.tag(release)) {
            case TagReceipt.Tagged t ->
                    StepResult.passed(said(t), new Found.Tag(t.tags().getFirst(), t.commit()));
            case TagReceipt.TagDeferred d -> throw new Deferred(d.reason());
            case TagReceipt.TagRefused r -> StepResult.failed(r.reason());
        };
    }

    private static String said(TagReceipt.Tagged tagged) {
        var commit = tagged.commit().substring(0, 7);
        return tagged.tags().size() == 1
                ? tagged.tags().getFirst() + " at " + commit
                : String.format("%,d tags at %s", tagged.tags().size(), commit);
    }

    private static ReleaseTag tag(StageRun stage, StageRun.Member member) {
        var id = member.key().policy().toString();
        var bytes = member.artifact().bytes();
        List<TaggedFile> files = new ArrayList<>();
        files.add(TaggedFile.artifact(id, Library.extension(bytes), bytes));
        stage.files(member.submitted())
                .forEach((path, content) -> files.add(TaggedFile.companion(id, path, content)));
        return new ReleaseTag(
                member.key().toString(),
                member.artifact().title() + "\n\nRun #" + stage.run().number(),
                stage.run().queuedAt(),
                files);
    }
}
