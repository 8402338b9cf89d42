/// Pipelines as files, and what configuration files are read with: text in, values or a complaint
/// with its place out.
@NullMarked
package hms.core.pipeline.file;

import org.jspecify.annotations.NullMarked;
