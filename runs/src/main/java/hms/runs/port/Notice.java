package hms.runs.port;

import java.util.regex.Pattern;

/// One thing that one recipient has to be told.
///
/// @param id stays the same in every attempt; visible ASCII without a dot, at most 128 characters
///     (a webhook's signature joins its parts with dots)
public record Notice(String id, NoticeAddress to, PolicyEvent event) {

    private static final Pattern ID = Pattern.compile("[!-~&&[^.]]{1,128}");

    public Notice {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "A notice's id is 1 to 128 visible ASCII characters without a dot, not " + id);
        }
    }
}
