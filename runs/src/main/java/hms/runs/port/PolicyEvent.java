package hms.runs.port;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Something that happened to a policy, as told to the outside. Equal events are rendered to equal
/// bytes.
///
/// @param type in the past tense, such as `policy.activated`
/// @param source the installation that says so: an absolute URI
/// @param subject the policy's id
/// @param at when it happened
/// @param intent what the recipient is expected to do about it, such as `policy-update`
/// @param data what it needs for that, at least `id` and `version`; rendered in this order
public record PolicyEvent(
        String type,
        String source,
        String subject,
        Instant at,
        String intent,
        Map<String, String> data) {

    public PolicyEvent {
        if (type.isBlank() || source.isBlank() || subject.isBlank() || intent.isBlank()) {
            throw new IllegalArgumentException(
                    "An event needs a type, a source, a subject and an intent: " + type);
        }
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
}
