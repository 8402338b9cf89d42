package hms.cli;

import hms.cli.Catalog.Entry;
import hms.cli.Catalog.Group;
import java.util.List;

/// The help that shows what there is: all commands, or one family of them.
final class Overview {
    private static final String EXAMPLES =
            """

            Examples
              hms demo                                        see all of it, on this machine
              hms key new "EPA Chief"                         a key to sign with
              hms approve policies/pm25.yaml --sign "EPA Chief"
              hms run 184 --follow                            watch a run until it ends
              hms rollback epa-pm25-limit@1.5.0               back to an earlier version

            Every command knows --server URL, --data DIR, --json and --help.
            Without a server (--server, HMS_URL with HMS_TOKEN) a command takes the data folder
            (--data, HMS_DATA, or ./.hms) and the server that owns it, or opens the folder itself.
            Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 no server reached.
            """;

    private Overview() {}

    static String text(int width) {
        var text = new StringBuilder("usage: hms COMMAND [OPTION]…\n");
        for (var group : Group.values()) {
            var entries = Catalog.entries().stream().filter(e -> e.group() == group).toList();
            if (!entries.isEmpty()) {
                text.append('\n').append(Ink.STRONG.of(group.title)).append('\n');
                list(text, entries, width);
            }
        }
        return text + EXAMPLES;
    }

    static String family(String name, int width) {
        var text = new StringBuilder("usage: hms " + name + " COMMAND [OPTION]…\n\n");
        list(text, Catalog.family(name), width);
        return text + "\nSee hms " + name + " COMMAND --help.\n";
    }

    private static void list(StringBuilder text, List<Entry> entries, int width) {
        var column = width >= 100 ? 50 : 34;
        for (var entry : entries) {
            var left = "  hms " + entry.name() + " " + entry.synopsis();
            if (Ink.width(left) >= column) {
                text.append(left.stripTrailing()).append('\n').append(" ".repeat(column));
            } else {
                text.append(Ink.pad(left, column));
            }
            text.append(entry.summary()).append('\n');
        }
    }
}
