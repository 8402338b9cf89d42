/// Policies for a Kubernetes cluster: a ConfigMap with the live set, and a rollout restart of who
/// reads it.
///
/// [hms.connectors.kubernetes.KubernetesCarrier] is the way in, and the only class that a start of
/// the server loads: the client library behind [hms.connectors.kubernetes.Delivery] is large.
/// [hms.connectors.kubernetes.Manifests] says what a ConfigMap looks like, with no client at all.
@NullMarked
package hms.connectors.kubernetes;

import org.jspecify.annotations.NullMarked;
