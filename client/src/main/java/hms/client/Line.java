package hms.client;

/// What one connection brings, whatever it is made of. Calls come one after the other.
interface Line {
    /// A message came.
    void message(String text);

    /// The connection ended, or never began.
    ///
    /// @param reason why, for people
    void closed(String reason);

    /// Ends a connection.
    @FunctionalInterface
    interface Cut {
        void cut();
    }
}
