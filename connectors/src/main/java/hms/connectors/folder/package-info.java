/// Policies for whoever reads them from a folder: each set whole or not at all.
///
/// [hms.connectors.folder.FolderCarrier] judges a shipment, [hms.connectors.folder.PolicyFolder]
/// writes sets and points `current` at one of them.
@NullMarked
package hms.connectors.folder;

import org.jspecify.annotations.NullMarked;
