package hms.checks.chaos;

import java.time.Duration;

/// The probes that were made in one second of an experiment.
///
/// @param number from 0
/// @param p99 as long as 99 % of them took at most
public record Second(int number, int ok, int failed, Duration p99) {}
