/// Looks at pages as those who depend on them do.
@NullMarked
package hms.connectors.smoke;

import org.jspecify.annotations.NullMarked;
