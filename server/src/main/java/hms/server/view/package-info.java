/// What readers are shown of the state, as documents: records that become JSON as they stand, and
/// what makes them. Nothing here knows of HTTP, and nothing here writes.
///
/// [hms.server.view.LiveReads] says what is in force, [hms.server.view.PolicyReads] what became of
/// a policy's versions, [hms.server.view.RunReads] where runs stand, and
/// [hms.server.view.LedgerReads] shows entries, each with a sentence by
/// [hms.server.view.Sentences].
@NullMarked
package hms.server.view;

import org.jspecify.annotations.NullMarked;
