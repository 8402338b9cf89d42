/// The story that `hms demo` tells: the real program on real input, in a temporary folder.
@NullMarked
package hms.app.demo;

import org.jspecify.annotations.NullMarked;
