/// How well a cluster holds while its replicas die and falter: a plan of faults that follows from a
/// seed, the experiment that carries it out while it probes the cluster's front, and the report.
/// [hms.checks.chaos.Experiment] is read first. What touches the cluster is the port
/// [hms.checks.chaos.Cluster]; the time is the port [hms.checks.chaos.Pace].
@NullMarked
package hms.checks.chaos;

import org.jspecify.annotations.NullMarked;
