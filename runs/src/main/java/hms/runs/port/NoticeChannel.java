package hms.runs.port;

/// A way to one kind of recipient. Sending blocks until the recipient has answered or the channel's
/// time is up.
public interface NoticeChannel {

    /// Makes one attempt. Whether and when there is another is the caller's to decide ([Attempt]
    /// says what makes sense); the notice's id stays the same in all of them, so that a recipient
    /// can tell a repetition.
    Attempt send(Notice notice);
}
