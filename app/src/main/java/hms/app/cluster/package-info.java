/// Mini clusters for the command line: started as processes of their own, found again through the
/// data folder, asked through their control ports.
@NullMarked
package hms.app.cluster;

import org.jspecify.annotations.NullMarked;
