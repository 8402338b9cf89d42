package hms.cli;

/// The command `hms demo`: the whole story, on real input, on this machine.
public interface Demo {

    /// What was asked for.
    ///
    /// @param exit end after the story, instead of keeping on serving
    /// @param port where to serve; 0 for any port that is free
    record Options(boolean exit, int port) {}

    /// Tells the story.
    ///
    /// @return the exit code
    int run(Options options, Environment environment);
}
