/// What is asked for: prepared commands, and how they are answered.
@NullMarked
package hms.core.command;

import org.jspecify.annotations.NullMarked;
