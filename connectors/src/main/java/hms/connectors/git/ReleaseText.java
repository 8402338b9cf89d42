package hms.connectors.git;

import hms.runs.port.ReleaseTag;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jgit.revwalk.FooterKey;
import org.eclipse.jgit.revwalk.RevCommit;

/// The messages of commits and tags.
final class ReleaseText {

    private static final FooterKey TAG = new FooterKey("Release-Tag");

    private ReleaseText() {}

    static String ofTag(ReleaseTag tag) {
        return clean(tag.message()) + "\n";
    }

    /// A subject, what the tags say if they all say the same, and a `Release-Tag` line for each.
    static String ofCommit(List<ReleaseTag> release) {
        var text = new StringBuilder();
        text.append(
                release.size() == 1
                        ? "Release " + release.get(0).name()
                        : "Release " + release.size() + " policies");
        var messages = release.stream().map(ReleaseTag::message).distinct().toList();
        if (messages.size() == 1) {
            text.append("\n\n").append(clean(messages.get(0)));
        }
        return text.append("\n\n")
                .append(
                        release.stream()
                                .map(tag -> TAG.getName() + ": " + tag.name() + "\n")
                                .collect(Collectors.joining()))
                .toString();
    }

    /// The tags that a commit was made for.
    static List<String> tagsIn(RevCommit commit) {
        return commit.getFooterLines(TAG);
    }

    /// Line feeds only, no other control character, and no line that Git would take for the
    /// beginning of a signature.
    private static String clean(String message) {
        return message.replace("\r\n", "\n")
                .replaceAll("[\\p{Cntrl}&&[^\n]]", " ")
                .replaceAll("(?m)^-----BEGIN ", " -----BEGIN ")
                .strip();
    }
}
