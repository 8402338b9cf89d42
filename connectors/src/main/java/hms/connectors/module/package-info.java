/// Policies for a module over HTTP: one POST, or prepare and commit where the module offers it.
///
/// [hms.connectors.module.ModuleCarrier] tells the story of one delivery,
/// [hms.connectors.module.ReadBack] makes sure of it. What a module has to do is in
/// `docs/targets.md`.
@NullMarked
package hms.connectors.module;

import org.jspecify.annotations.NullMarked;
