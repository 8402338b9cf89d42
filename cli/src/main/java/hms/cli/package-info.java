/// One class a command; speaks REST through client.
@NullMarked
package hms.cli;

import org.jspecify.annotations.NullMarked;
