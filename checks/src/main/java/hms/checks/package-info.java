/// Pure work on artifacts and packages: lint report, pack, simulate.
@NullMarked
package hms.checks;

import org.jspecify.annotations.NullMarked;
