package hms.connectors.webhook;

import hms.runs.port.Notice;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.ZoneOffset;
import tools.jackson.databind.json.JsonMapper;

/// A notice as a CloudEvents 1.0 event in the JSON event format, structured mode. Equal notices are
/// equal bytes, so that a repetition can be recognised.
final class CloudEventBody {

    static final String MEDIA_TYPE = "application/cloudevents+json";

    private static final JsonMapper JSON = JsonMapper.shared();

    private CloudEventBody() {}

    static String of(Notice notice) {
        var event = notice.event();
        var attributes =
                CloudEventBuilder.v1()
                        .withId(notice.id())
                        .withSource(URI.create(event.source()))
                        .withType(event.type())
                        .withSubject(event.subject())
                        .withTime(event.at().atOffset(ZoneOffset.UTC))
                        .withDataContentType("application/json")
                        .withExtension("intent", event.intent())
                        .build();
        var document = JSON.createObjectNode();
        document.put("specversion", attributes.getSpecVersion().toString());
        document.put("id", attributes.getId());
        document.put("source", attributes.getSource().toString());
        document.put("type", attributes.getType());
        document.put("subject", attributes.getSubject());
        document.put("time", event.at().toString());
        document.put("datacontenttype", attributes.getDataContentType());
        document.put("intent", String.valueOf(attributes.getExtension("intent")));
        var data = document.putObject("data");
        event.data().forEach(data::put);
        return JSON.writeValueAsString(document);
    }
}
