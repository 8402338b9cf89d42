package hms.runs.port;

/// How handing a shipment over to a target went.
public sealed interface Handover {

    /// The target has it.
    ///
    /// @param said what it said to it, in a few words, such as `200, read back`
    record Taken(String said) implements Handover {}

    /// Targets of this kind cannot be asked ahead, or this one does not offer it.
    record NotOffered() implements Handover {}

    /// It will not take it, however often it is asked.
    ///
    /// @param reason what it said, without secrets
    record Refused(String reason) implements Handover {}

    /// Nobody knows whether it has it, or it was not reached; another attempt makes sense.
    record Unsure(String reason) implements Handover {}
}
