/// What pages need besides themselves: the stylesheet, the fonts, the mark. Each under a name with
/// its own digest, so that browsers keep it for ever.
@NullMarked
package hms.server.assets;

import org.jspecify.annotations.NullMarked;
