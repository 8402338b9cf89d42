/// The command line: one class a command, each of which asks a server over REST and says in words
/// what came of it.
///
/// [hms.cli.HmsCli] is read first: it finds the command in [hms.cli.Catalog], parses its options,
/// and turns whatever goes wrong into a message and an exit code. [hms.cli.WayIn] finds the server:
/// the one that is named, the one that owns the data folder, or one that is started for as long as
/// the command lasts.
@NullMarked
package hms.cli;

import org.jspecify.annotations.NullMarked;
