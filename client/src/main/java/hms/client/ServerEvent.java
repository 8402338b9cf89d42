package hms.client;

import tools.jackson.databind.JsonNode;

/// One server-sent event.
///
/// @param id the last event id as of this event; empty if the server never gave one
/// @param type `message` unless the server named another
/// @param data its lines, joined by line feeds
public record ServerEvent(String id, String type, String data) {

    /// The data as a JSON document.
    public JsonNode json() {
        return Json.read(data);
    }
}
