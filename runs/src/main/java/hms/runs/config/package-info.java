/// Configuration files: pipelines, and `hms.yaml`.
@NullMarked
package hms.runs.config;

import org.jspecify.annotations.NullMarked;
