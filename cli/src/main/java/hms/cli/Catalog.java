package hms.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// All commands there are. A command's class is loaded only if it is the one that is wanted.
final class Catalog {
    /// The order in which help shows them.
    enum Group {
        START("Start"),
        DECIDE("Write and decide"),
        DEPLOY("Deploy and stop"),
        READ("Read"),
        PROVE("Prove"),
        ADMINISTER("Administer");

        final String title;

        Group(String title) {
            this.title = title;
        }
    }

    /// A command.
    ///
    /// @param name one word, or two: a family and what to do (`key new`)
    /// @param synopsis its operands, as in `FILE… --sign NAME`
    /// @param summary what it does, in half a line
    record Entry(
            Group group,
            String name,
            String synopsis,
            String summary,
            Supplier<HmsCommand> command) {

        int words() {
            return name.contains(" ") ? 2 : 1;
        }

        String family() {
            return HmsCli.words(name).getFirst();
        }
    }

    private static final List<Entry> ENTRIES =
            List.of(
                    new Entry(
                            Group.START,
                            "demo",
                            "[--exit]",
                            "the whole story on real input, on this machine",
                            DemoCommand::new),
                    new Entry(
                            Group.START,
                            "up",
                            "[--port N] [--data DIR]",
                            "the server",
                            UpCommand::new),
                    new Entry(
                            Group.START,
                            "cluster up",
                            "[--env ENV] [--replicas N]",
                            "mini clusters on this machine",
                            ClusterUpCommand::new),
                    new Entry(
                            Group.START,
                            "cluster status",
                            "",
                            "which are up, and how they are",
                            ClusterStatusCommand::new),
                    new Entry(Group.START, "cluster down", "", "end them", ClusterDownCommand::new),
                    new Entry(
                            Group.START,
                            "completion",
                            "bash|zsh",
                            "completes what you type",
                            CompletionCommand::new),
                    new Entry(
                            Group.DECIDE,
                            "policy lint",
                            "FILE…",
                            "what is wrong with files, without a server",
                            LintCommand::new),
                    new Entry(
                            Group.DECIDE,
                            "policy pack",
                            "FILE… [--out FILE]",
                            "make a package, without a server",
                            PackCommand::new),
                    new Entry(
                            Group.DECIDE,
                            "policy test",
                            "FILE…",
                            "run the tests that policies bring along",
                            TestCommand::new),
                    new Entry(
                            Group.DECIDE,
                            "scan",
                            "FILE… [--rules SET,…]",
                            "look for personal data and for discrimination",
                            ScanCommand::new),
                    new Entry(
                            Group.DECIDE,
                            "submit",
                            "FILE…",
                            "bring policies to the server",
                            SubmitCommand::new),
                    new Entry(
                            Group.DECIDE,
                            "approve",
                            "FILE… --sign NAME",
                            "sign, and queue the deployment",
                            ApproveCommand::new),
                    new Entry(
                            Group.DECIDE,
                            "reject",
                            "ID@VERSION --reason TEXT",
                            "say no to a version",
                            RejectCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "deploy",
                            "FILE…|ID@VERSION…",
                            "deploy what is approved, and watch it",
                            DeployCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "promote",
                            "PACKAGE --targets ENV,…",
                            "bring a package up through environments",
                            PromoteCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "ci run",
                            "FILE",
                            "run a pipeline file on this machine",
                            CiRunCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "rollback",
                            "ID@VERSION",
                            "back to an earlier version, at once",
                            RollbackCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "halt",
                            "RUN",
                            "stop a run where it is",
                            HaltCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "resume",
                            "RUN",
                            "let a halted run go on",
                            ResumeCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "abort",
                            "RUN",
                            "end a run, and take back what it applied",
                            AbortCommand::new),
                    new Entry(Group.DEPLOY, "runs", "", "the runs, newest first", RunsCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "run",
                            "RUN [--follow]",
                            "one run: stages, canary, result",
                            RunCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "pipeline show",
                            "[--env ENV]",
                            "the stages that a release passes",
                            PipelineShowCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "chaos run",
                            "--target ENV [--time SPAN]",
                            "does it hold while processes die?",
                            ChaosRunCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "route",
                            "FILE…",
                            "which targets would get policies",
                            RouteCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "ticket list",
                            "[--all]",
                            "what waits for a decision",
                            TicketListCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "ticket show",
                            "TICKET",
                            "what happened, and what each choice does",
                            TicketShowCommand::new),
                    new Entry(
                            Group.DEPLOY,
                            "ticket resolve",
                            "TICKET --choice C --reason TEXT",
                            "decide it",
                            TicketResolveCommand::new),
                    new Entry(
                            Group.READ,
                            "show",
                            "[ID] [--on DATE]",
                            "what is in force, now or on another day",
                            ShowCommand::new),
                    new Entry(
                            Group.READ,
                            "history",
                            "ID",
                            "versions, approvals, and what happened",
                            HistoryCommand::new),
                    new Entry(
                            Group.READ,
                            "rehearse",
                            "[--until DATE]",
                            "what is to come, and what is wrong with it",
                            RehearseCommand::new),
                    new Entry(
                            Group.READ,
                            "diff",
                            "A B",
                            "compare two versions or files",
                            DiffCommand::new),
                    new Entry(
                            Group.READ,
                            "watch",
                            "[ID…] [--until-change]",
                            "live values, a line a change",
                            WatchCommand::new),
                    new Entry(
                            Group.READ,
                            "evaluate",
                            "ID RULE NAME=VALUE…",
                            "ask a rule",
                            EvaluateCommand::new),
                    new Entry(
                            Group.PROVE,
                            "audit verify",
                            "[--export DIR]",
                            "rebuild and check the ledger",
                            AuditVerifyCommand::new),
                    new Entry(
                            Group.PROVE,
                            "audit show",
                            "[N]",
                            "entries of the ledger",
                            AuditShowCommand::new),
                    new Entry(
                            Group.PROVE,
                            "audit export",
                            "--out DIR",
                            "the ledger as files for others to check",
                            AuditExportCommand::new),
                    new Entry(
                            Group.ADMINISTER,
                            "config show",
                            "",
                            "the configuration that stands",
                            ConfigShowCommand::new),
                    new Entry(
                            Group.ADMINISTER,
                            "config apply",
                            "FILE",
                            "show what a file changes, and take it over",
                            ConfigApplyCommand::new),
                    new Entry(
                            Group.ADMINISTER,
                            "key new",
                            "NAME",
                            "make a key, and enrol it",
                            KeyNewCommand::new),
                    new Entry(
                            Group.ADMINISTER,
                            "key list",
                            "",
                            "the keys that may sign",
                            KeyListCommand::new),
                    new Entry(
                            Group.ADMINISTER,
                            "key enrol",
                            "FILE --owner NAME",
                            "put a public key on the keyring",
                            KeyEnrolCommand::new),
                    new Entry(
                            Group.ADMINISTER,
                            "key revoke",
                            "FINGERPRINT",
                            "take a key off the keyring",
                            KeyRevokeCommand::new),
                    new Entry(
                            Group.ADMINISTER,
                            "token new",
                            "--scope SCOPE --for NAME",
                            "issue a token",
                            TokenNewCommand::new),
                    new Entry(
                            Group.ADMINISTER,
                            "token list",
                            "",
                            "the tokens that were issued",
                            TokenListCommand::new),
                    new Entry(
                            Group.ADMINISTER,
                            "token revoke",
                            "ID",
                            "take a token back",
                            TokenRevokeCommand::new));

    private Catalog() {}

    static List<Entry> entries() {
        return ENTRIES;
    }

    static List<Entry> family(String name) {
        return ENTRIES.stream().filter(e -> e.words() == 2 && e.family().equals(name)).toList();
    }

    static boolean isFamily(String name) {
        return !family(name).isEmpty();
    }

    /// The command that a line begins with.
    static Optional<Entry> find(List<String> line) {
        var first = line.getFirst();
        var two = line.size() > 1 ? first + " " + line.get(1) : first;
        return ENTRIES.stream()
                .filter(e -> e.name().equals(e.words() == 2 ? two : first))
                .findFirst();
    }

    static Set<String> firstWords() {
        var words = new LinkedHashSet<String>();
        ENTRIES.forEach(entry -> words.add(entry.family()));
        return words;
    }
}
