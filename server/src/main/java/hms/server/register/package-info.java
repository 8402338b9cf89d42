/// The public register: every published rule as a page with a permanent address, a citation, its
/// signatures and its proof.
///
/// Read in this order: [hms.server.register.RegisterSource] is what the register asks of the
/// ledger's state; [hms.server.register.RegisterDocument] is one document as it is shown;
/// [hms.server.register.RegisterPages] turns documents into HTML, JSON and Atom, without I/O;
/// [hms.server.register.RegisterRoutes] answers requests. `hms.server.register.prose` reads a
/// rule's Markdown and marks what changed in it.
@NullMarked
package hms.server.register;

import org.jspecify.annotations.NullMarked;
