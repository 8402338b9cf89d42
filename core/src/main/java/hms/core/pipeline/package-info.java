/// Pipelines, stages and governance as data.
@NullMarked
package hms.core.pipeline;

import org.jspecify.annotations.NullMarked;
