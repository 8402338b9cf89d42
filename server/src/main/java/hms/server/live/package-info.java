/// Live values, ready to be sent: [hms.server.live.LivePolicies] keeps what is in force in every
/// environment as encoded answers, so that reading one costs a look-up and a copy.
@NullMarked
package hms.server.live;

import org.jspecify.annotations.NullMarked;
