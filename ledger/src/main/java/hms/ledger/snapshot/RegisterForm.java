package hms.ledger.snapshot;

import hms.core.state.Register;

final class RegisterForm {

    private RegisterForm() {}

    static void write(Out out, Register register) {
        out.all(register.documents().values(), published -> write(out, published));
        out.map(register.newest(), id -> Names.write(out, id), out::size);
        out.map(register.byArtifact(), key -> Names.write(out, key), out::size);
        out.map(register.amendedBy(), out::size, out::size);
        out.map(register.withdrawnBy(), out::size, out::size);
    }

    static Register read(In in) {
        return new Register(
                in.byNumber(Register.Published::number, () -> published(in)),
                in.map(() -> Names.policy(in), in::size),
                in.map(() -> Names.key(in), in::size),
                in.map(in::size, in::size),
                in.map(in::size, in::size));
    }

    private static void write(Out out, Register.Published published) {
        out.size(published.number());
        Names.write(out, published.policy());
        Names.write(out, published.version());
        out.digest(published.digest());
        out.optional(published.amends(), out::size);
        out.optional(published.withdraws(), out::size);
        out.size(published.run());
        out.instant(published.at());
        out.number(published.index());
    }

    private static Register.Published published(In in) {
        return new Register.Published(
                in.size(),
                Names.policy(in),
                Names.version(in),
                in.digest(),
                in.optional(in::size),
                in.optional(in::size),
                in.size(),
                in.instant(),
                in.number());
    }
}
