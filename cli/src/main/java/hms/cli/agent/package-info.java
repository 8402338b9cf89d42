/// Speaks to ssh-agent, which keeps keys and signs with them (draft-miller-ssh-agent).
@NullMarked
package hms.cli.agent;

import org.jspecify.annotations.NullMarked;
