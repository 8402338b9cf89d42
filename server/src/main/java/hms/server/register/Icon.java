package hms.server.register;

/// The shapes of states. A shape never stands without its word.
enum Icon {
    DISC,
    RING,
    CHECK,
    CLOCK,
    BACK,
    SLASHED
}
