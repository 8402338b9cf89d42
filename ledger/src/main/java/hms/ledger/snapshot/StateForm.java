package hms.ledger.snapshot;

import hms.core.state.State;

/// A state, part by part.
final class StateForm {

    /// Raised whenever a form changes what it writes.
    static final int VERSION = 3;

    private StateForm() {}

    static void write(Out out, State state) {
        out.number(state.size());
        out.instant(state.at());
        out.text(state.origin());
        out.number(state.epoch());
        ConfigurationForm.write(out, state.configuration());
        IdentityForm.write(out, state.identity());
        PoliciesForm.write(out, state.policies());
        RunsForm.write(out, state.runs());
        LiveForm.write(out, state.live());
        RegisterForm.write(out, state.register());
        NoticesForm.write(out, state.notices());
        RequestsForm.write(out, state.requests());
        TicketsForm.write(out, state.tickets());
        TargetsForm.write(out, state.targets());
    }

    static State read(In in) {
        return new State(
                in.number(),
                in.instant(),
                in.text(),
                in.number(),
                ConfigurationForm.read(in),
                IdentityForm.read(in),
                PoliciesForm.read(in),
                RunsForm.read(in),
                LiveForm.read(in),
                RegisterForm.read(in),
                NoticesForm.read(in),
                RequestsForm.read(in),
                TicketsForm.read(in),
                TargetsForm.read(in));
    }
}
