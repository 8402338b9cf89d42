/// The launcher: every new of the server, in reading order; embedded mode; demo.
@NullMarked
package hms.app;

import org.jspecify.annotations.NullMarked;
