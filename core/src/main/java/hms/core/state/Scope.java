package hms.core.state;

import java.util.Arrays;
import java.util.Optional;

/// What a token allows. `admin` includes every other scope.
public enum Scope {
    POLICY_READ("policy:read"),
    POLICY_SUBMIT("policy:submit"),
    POLICY_APPROVE("policy:approve"),
    POLICY_DEPLOY("policy:deploy"),
    POLICY_ROLLBACK("policy:rollback"),
    TICKET_RESOLVE("ticket:resolve"),
    AUDIT_READ("audit:read"),
    ADMIN("admin");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /// As it stands in a token's `scope` claim (RFC 8693, section 4.2).
    public String text() {
        return text;
    }

    public static Optional<Scope> of(String text) {
        return Arrays.stream(values()).filter(s -> s.text.equals(text)).findFirst();
    }
}
