/// REST, the public register, the log.
@NullMarked
package hms.server;

import org.jspecify.annotations.NullMarked;
