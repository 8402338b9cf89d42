package hms.runs.intake;

/// A file as it was sent.
///
/// @param path relative, with `/`; as the sender names it
/// @param bytes exact; not copied, and not to be changed any more
@SuppressWarnings("ArrayRecordComponent") // a carrier on its way in; never compared
public record NamedBytes(String path, byte[] bytes) {}
