package hms.decisions;

import dev.cel.common.types.CelType;
import dev.cel.runtime.CelRuntime;

/// A rule that can run.
///
/// @param name its name
/// @param type what it decides
/// @param program the planned expression
record CompiledRule(String name, CelType type, CelRuntime.Program program) {}
