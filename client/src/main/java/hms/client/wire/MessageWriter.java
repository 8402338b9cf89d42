package hms.client.wire;

import hms.artifact.Canary;
import hms.artifact.Manifest;
import hms.artifact.Timeline;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes messages, as [MessageReader] reads them.
public final class MessageWriter {
    private MessageWriter() {}

    /// A change as JSON.
    public static ObjectNode json(Message.Change change) {
        var json = object().put("type", "change").put("env", change.env());
        json.put("epoch", change.epoch()).put("from", change.from()).put("to", change.to());
        json.put("commit", change.commit());
        if (change.reset()) {
            json.put("reset", true);
        }
        change.zone().ifPresent(zone -> json.put("zone", zone.getId()));
        change.at().ifPresent(at -> json.put("at", at.toString()));
        var policies = json.putArray("policies");
        change.policies().forEach(policy -> write(policies.addObject(), policy));
        var gone = json.putArray("gone");
        change.gone().forEach(id -> gone.add(id.text()));
        var approvals = json.putObject("approvals");
        change.approvals()
                .forEach(
                        (name, approval) ->
                                approvals
                                        .putObject(name)
                                        .put("statement", approval.statement())
                                        .put("signature", approval.signature()));
        return json;
    }

    /// A heartbeat as JSON.
    public static ObjectNode json(Message.Heartbeat heartbeat) {
        var json = object().put("type", "heartbeat").put("env", heartbeat.env());
        json.put("epoch", heartbeat.epoch()).put("at", heartbeat.at().toString());
        json.put("size", heartbeat.size()).put("checkpoint", heartbeat.checkpoint());
        heartbeat
                .consistency()
                .ifPresent(
                        proof -> {
                            var node = json.putObject("consistency").put("from", proof.from());
                            var hashes = node.putArray("hashes");
                            proof.hashes().forEach(hash -> hashes.add(hash.hex()));
                        });
        return json;
    }

    private static void write(ObjectNode json, Delivery policy) {
        json.put("id", policy.id().text()).put("changed", policy.changed());
        var intervals = json.putArray("intervals");
        policy.intervals().forEach(interval -> write(intervals.addObject(), interval));
        write(json.putArray("suspended"), policy);
        policy.canary().ifPresent(canary -> write(json.putObject("canary"), canary));
        var artifacts = json.putObject("artifacts");
        policy.artifacts()
                .forEach((digest, parcel) -> write(artifacts.putObject(digest.hex()), parcel));
    }

    private static void write(ArrayNode json, Delivery policy) {
        for (var suspension : policy.suspended()) {
            var node = json.addObject().put("since", suspension.since().toString());
            suspension.until().ifPresent(until -> node.put("until", until.toString()));
        }
    }

    private static void write(ObjectNode json, Timeline.Interval interval) {
        var entry = interval.entry();
        json.put("version", entry.version().toString()).put("digest", entry.digest().hex());
        json.put("from", interval.from().toString());
        json.put("activatedAt", entry.activatedAt().toString());
        json.put("retroactive", entry.retroactive());
        interval.until().ifPresent(until -> json.put("until", until.toString()));
    }

    private static void write(ObjectNode json, Canary canary) {
        json.put("run", canary.run()).put("version", canary.version().toString());
        json.put("digest", canary.digest().hex()).put("select", canary.selector().text());
        json.put("mode", canary.shadow() ? "shadow" : "enforce");
        json.put("since", canary.since().toString());
    }

    private static void write(ObjectNode json, Delivery.Parcel parcel) {
        json.put("type", parcel.json() ? "application/json" : "application/yaml");
        json.put("bytes", parcel.bytes());
        parcel.publishedUrl().ifPresent(url -> json.put("publishedUrl", url));
        json.put("approvedAt", parcel.approvedAt().toString());
        var files = json.putObject("files");
        parcel.files().forEach((name, digest) -> files.put(name, digest.hex()));
        var approvals = json.putArray("approvals");
        for (var approval : parcel.approvals()) {
            var node = approvals.addObject().put("id", approval.approval());
            write(node, approval.inclusion());
        }
    }

    private static void write(ObjectNode json, Optional<Manifest.Inclusion> inclusion) {
        inclusion.ifPresent(
                way -> {
                    var node = json.putObject("inclusion");
                    node.put("index", way.index()).put("size", way.size());
                    var path = node.putArray("path");
                    way.path().forEach(hash -> path.add(hash.hex()));
                });
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
