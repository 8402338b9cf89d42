/// Builders, clocks and generators that tests share.
@NullMarked
package hms.testkit;

import org.jspecify.annotations.NullMarked;
