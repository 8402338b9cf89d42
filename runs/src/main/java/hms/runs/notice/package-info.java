/// Getting notices to their recipients: when to try again, and when to give up.
@NullMarked
package hms.runs.notice;

import org.jspecify.annotations.NullMarked;
