package hms.server.view;

import hms.core.state.State;
import hms.ledger.Ledger;
import hms.runs.content.Library;
import java.util.function.Supplier;

/// What reads are made from.
///
/// @param state the state as of the last durable batch
/// @param publicUrl where this installation is reached, without a slash at its end
public record Source(
        Supplier<State> state, Ledger ledger, Library library, Supplier<String> publicUrl) {}
