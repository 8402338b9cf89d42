/// Pipeline files on a person's machine or in a CI system: their scripts as processes that end in
/// time, what these report, and how that is told to people and to other programs.
///
/// [hms.cli.ci.CiPlan] checks all that can be known before the first stage; [hms.cli.ci.CiRun] goes
/// from stage to stage; [hms.cli.ci.StageProcess] runs one script. [hms.cli.ci.CiResult] is what
/// commands write for those who run them.
@NullMarked
package hms.cli.ci;

import org.jspecify.annotations.NullMarked;
