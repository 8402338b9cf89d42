package hms.server.push;

import hms.core.state.State;
import hms.ledger.Head;

/// The state as of a durable batch, with the signed head that belongs to it.
public record Moment(State state, Head head) {}
