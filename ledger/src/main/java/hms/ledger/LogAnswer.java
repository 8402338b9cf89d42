package hms.ledger;

/// What the log answers to a request for one of its files.
///
/// @param contentType the media type
/// @param body the bytes, not copied
/// @param immutable whether this will be the answer for ever, so that caches may keep it; if not,
///     for a few seconds
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record LogAnswer(String contentType, byte[] body, boolean immutable) {}
