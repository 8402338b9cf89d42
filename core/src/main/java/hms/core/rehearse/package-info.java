/// What is to come: every future date of every policy, and what is wrong with them.
@NullMarked
package hms.core.rehearse;

import org.jspecify.annotations.NullMarked;
