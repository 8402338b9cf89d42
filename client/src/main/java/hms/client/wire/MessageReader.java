package hms.client.wire;

import hms.artifact.Canary;
import hms.artifact.Manifest;
import hms.artifact.PolicyId;
import hms.artifact.Selector;
import hms.artifact.SignedApproval;
import hms.artifact.Timeline;
import hms.artifact.Version;
import hms.trust.Digest;
import hms.trust.MalformedException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads messages. Fields that it does not know are passed over, so that servers may say more;
/// those that it knows have to be as the contract says.
public final class MessageReader {
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private MessageReader() {}

    /// Reads a message.
    ///
    /// @throws MalformedMessage if the text is none
    public static Message read(String text) {
        Fields fields;
        try {
            fields = new Fields(MAPPER.readTree(text), "message");
        } catch (JacksonException e) {
            throw new MalformedMessage("a message is no JSON: " + e.getOriginalMessage(), e);
        }
        var type = fields.text("type");
        return switch (type) {
            case "change" -> change(new Fields(fields.node(), type));
            case "heartbeat" -> heartbeat(new Fields(fields.node(), type));
            case "end" ->
                    new Message.End(
                            fields.text("code"),
                            fields.textIfAny("detail").orElse("no reason given"));
            default -> new Message.Other(type); // of a later server
        };
    }

    private static Message.Change change(Fields fields) {
        var change =
                new Message.Change(
                        fields.text("env"),
                        fields.number("epoch"),
                        fields.number("from"),
                        fields.number("to"),
                        fields.flag("commit"),
                        fields.flag("reset"),
                        fields.textIfAny("zone").map(any -> fields.parsed("zone", ZoneId::of)),
                        fields.instantIfAny("at"),
                        fields.objects("policies", MessageReader::delivery),
                        fields.texts("gone", PolicyId::of),
                        approvals(fields));
        if (change.from() > change.to()) {
            throw fields.bad("from", "is after change.to");
        }
        return change;
    }

    private static Map<String, SignedApproval> approvals(Fields fields) {
        var approvals = new HashMap<String, SignedApproval>();
        fields.object("approvals")
                .ifPresent(
                        all ->
                                all.node()
                                        .propertyNames()
                                        .forEach(name -> approvals.put(name, approval(all, name))));
        return approvals;
    }

    private static SignedApproval approval(Fields all, String name) {
        var approval = all.object(name).orElseThrow(() -> all.bad(name, "is nothing"));
        return new SignedApproval(approval.bytes("statement"), approval.text("signature"));
    }

    private static Delivery delivery(Fields fields) {
        var artifacts = new HashMap<Digest, Delivery.Parcel>();
        fields.object("artifacts")
                .ifPresent(
                        all ->
                                all.node()
                                        .propertyNames()
                                        .forEach(
                                                hex ->
                                                        artifacts.put(
                                                                digest(all, hex),
                                                                parcel(all, hex))));
        return new Delivery(
                fields.parsed("id", PolicyId::of),
                fields.number("changed"),
                fields.objects("intervals", MessageReader::interval),
                fields.objects(
                        "suspended",
                        each ->
                                new Timeline.Suspension(
                                        each.instant("since"), each.instantIfAny("until"))),
                fields.object("canary").map(MessageReader::canary),
                artifacts);
    }

    private static Timeline.Interval interval(Fields fields) {
        var from = fields.instant("from");
        var until = fields.instantIfAny("until");
        return new Timeline.Interval(
                new Timeline.Entry(
                        fields.parsed("version", Version::of),
                        fields.digest("digest"),
                        from,
                        until,
                        fields.instantIfAny("activatedAt").orElse(from),
                        fields.flag("retroactive"),
                        Optional.empty()),
                from,
                until);
    }

    private static Canary canary(Fields fields) {
        var mode = fields.text("mode");
        if (!mode.equals("shadow") && !mode.equals("enforce")) {
            throw fields.bad("mode", "is neither shadow nor enforce");
        }
        return new Canary(
                fields.smallNumber("run"),
                fields.parsed("version", Version::of),
                fields.digest("digest"),
                Selector.parse(fields.text("select"))
                        .orElseThrow(() -> fields.bad("select", "is no selector")),
                mode.equals("shadow"),
                fields.instant("since"));
    }

    private static Delivery.Parcel parcel(Fields all, String hex) {
        var fields = all.object(hex).orElseThrow(() -> all.bad(hex, "is nothing"));
        var files = new TreeMap<String, Digest>();
        fields.object("files")
                .ifPresent(
                        names ->
                                names.node()
                                        .propertyNames()
                                        .forEach(name -> files.put(name, names.digest(name))));
        return new Delivery.Parcel(
                fields.textIfAny("type").orElse("").contains("json"),
                fields.bytes("bytes"),
                fields.textIfAny("publishedUrl"),
                fields.instant("approvedAt"),
                files,
                fields.objects(
                        "approvals",
                        each ->
                                new Delivery.ApprovalPath(
                                        each.text("id"),
                                        each.object("inclusion").map(MessageReader::inclusion))));
    }

    private static Manifest.Inclusion inclusion(Fields fields) {
        return new Manifest.Inclusion(
                fields.number("index"), fields.number("size"), fields.texts("path", Digest::ofHex));
    }

    private static Message.Heartbeat heartbeat(Fields fields) {
        return new Message.Heartbeat(
                fields.text("env"),
                fields.number("epoch"),
                fields.instant("at"),
                fields.number("size"),
                fields.text("checkpoint"),
                fields.object("consistency")
                        .map(
                                proof ->
                                        new Message.Consistency(
                                                proof.number("from"),
                                                proof.texts("hashes", Digest::ofHex))));
    }

    private static Digest digest(Fields all, String hex) {
        try {
            return Digest.ofHex(hex);
        } catch (MalformedException e) {
            throw new MalformedMessage(all.place() + ": " + e.getMessage(), e);
        }
    }
}
