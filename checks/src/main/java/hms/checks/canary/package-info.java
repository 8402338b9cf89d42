/// What watching a canary comes to: what subscribers signalled, held against what the simulation
/// foresaw and against those who do not have the new version. Pure; [hms.checks.canary.Judge] is
/// read first.
@NullMarked
package hms.checks.canary;

import org.jspecify.annotations.NullMarked;
