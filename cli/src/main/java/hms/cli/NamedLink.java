package hms.cli;

import hms.client.Answer;
import hms.client.ApiRequest;
import hms.client.EventStream;
import hms.client.HmsApi;
import java.net.URI;

/// A server at an address that somebody has named.
record NamedLink(HmsApi api) implements Link {

    @Override
    public URI server() {
        return api.server();
    }

    @Override
    public Answer send(ApiRequest request) {
        return api.send(request);
    }

    @Override
    public EventStream events(String path) {
        return api.events(path);
    }

    @Override
    public EventStream runEvents(long run) {
        return api.runEvents(run);
    }

    @Override
    public boolean again() {
        return false;
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void close() {}
}
