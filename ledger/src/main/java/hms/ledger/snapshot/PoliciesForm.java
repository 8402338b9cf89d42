package hms.ledger.snapshot;

import hms.core.event.PolicyEvent.NamedBlob;
import hms.core.state.Policies;

final class PoliciesForm {

    private PoliciesForm() {}

    static void write(Out out, Policies policies) {
        out.map(policies.byId(), id -> Names.write(out, id), policy -> write(out, policy));
        out.map(policies.approvals(), out::word, approval -> write(out, approval));
        out.map(
                policies.coverage(),
                out::word,
                keys -> out.all(keys, key -> Names.write(out, key)));
    }

    static Policies read(In in) {
        return new Policies(
                in.map(() -> Names.policy(in), () -> policy(in)),
                in.map(in::word, () -> approval(in)),
                in.map(in::word, () -> in.vector(() -> Names.key(in))));
    }

    private static void write(Out out, Policies.Policy policy) {
        Names.write(out, policy.id());
        out.map(
                policy.versions(),
                version -> Names.write(out, version),
                submitted -> write(out, submitted));
        out.growing(policy.trail());
    }

    private static Policies.Policy policy(In in) {
        return new Policies.Policy(
                Names.policy(in),
                in.map(() -> Names.version(in), () -> submitted(in)),
                in.growing());
    }

    private static void write(Out out, Policies.Submitted submitted) {
        Names.write(out, submitted.key());
        out.digest(submitted.artifact());
        out.all(
                submitted.files(),
                file -> {
                    out.word(file.path());
                    out.digest(file.blob());
                });
        out.all(submitted.tags(), out::word);
        out.optional(submitted.agency(), out::word);
        out.optional(submitted.effective(), out::instant);
        out.optional(submitted.expires(), out::instant);
        out.flag(submitted.retroactive());
        out.optional(submitted.datedFrom(), out::instant);
        out.all(submitted.uses(), id -> Names.write(out, id));
        out.all(submitted.partners(), out::word);
        out.word(submitted.submitter());
        out.number(submitted.index());
        out.instant(submitted.at());
        out.all(submitted.approvals(), out::word);
        out.flag(submitted.rejected());
    }

    private static Policies.Submitted submitted(In in) {
        return new Policies.Submitted(
                Names.key(in),
                in.digest(),
                in.list(() -> new NamedBlob(in.word(), in.digest())),
                in.list(in::word),
                in.optional(in::word),
                in.optional(in::instant),
                in.optional(in::instant),
                in.flag(),
                in.optional(in::instant),
                in.list(() -> Names.policy(in)),
                in.list(in::word),
                in.word(),
                in.number(),
                in.instant(),
                in.vector(in::word),
                in.flag());
    }

    private static void write(Out out, Policies.Approval approval) {
        out.word(approval.id());
        out.word(approval.key());
        out.word(approval.owner());
        out.digest(approval.statement());
        out.digest(approval.signature());
        out.all(approval.environments(), id -> Names.write(out, id));
        out.optional(approval.expires(), out::instant);
        out.number(approval.index());
        out.instant(approval.at());
    }

    private static Policies.Approval approval(In in) {
        return new Policies.Approval(
                in.word(),
                in.word(),
                in.word(),
                in.digest(),
                in.digest(),
                in.list(() -> Names.environment(in)),
                in.optional(in::instant),
                in.number(),
                in.instant());
    }
}
