/// What a program needs to talk to a server.
@NullMarked
package hms.client;

import org.jspecify.annotations.NullMarked;
