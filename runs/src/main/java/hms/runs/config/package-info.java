/// The configuration file `hms.yaml`.
@NullMarked
package hms.runs.config;

import org.jspecify.annotations.NullMarked;
