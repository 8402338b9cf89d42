package hms.connectors.kubernetes;

import hms.runs.port.Destination;

/// Where this server hands out what a cluster was given, for those who go back by hand and for sets
/// that no ConfigMap can hold.
public interface Links {

    /// The URL of the bytes that [Manifests#of] renders for a set.
    String manifest(Destination to, long sequence);

    /// The URL of the bytes that [Manifests#set] renders for a set.
    String set(Destination to, long sequence);
}
