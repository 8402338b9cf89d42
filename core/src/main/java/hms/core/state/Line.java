package hms.core.state;

import hms.artifact.PolicyId;

/// One policy in one environment: what is claimed, rolled out and read as a unit.
public record Line(EnvironmentId environment, PolicyId policy) {

    @Override
    public String toString() {
        return policy + " in " + environment;
    }
}
