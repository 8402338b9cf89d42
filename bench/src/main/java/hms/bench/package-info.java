/// Measurements beside a floor and a peer.
@NullMarked
package hms.bench;

import org.jspecify.annotations.NullMarked;
