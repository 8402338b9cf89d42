/// What stages need from outside: tags in a Git repository, a way to partners, secrets. The
/// implementations are connectors, and none of them knows another.
@NullMarked
package hms.runs.port;

import org.jspecify.annotations.NullMarked;
