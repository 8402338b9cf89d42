package hms.minicluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;

/// Requests to replicas.
final class Upstream implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofMillis(500);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TO_CONNECT)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    /// @param path with its query, as it came
    HttpResponse<byte[]> get(int port, String path, Duration patience)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(port, path)).timeout(patience).build();
        return http.send(request, BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> post(int port, String path, byte[] body, Duration patience)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri(port, path))
                        .timeout(patience)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        return http.send(request, BodyHandlers.ofByteArray());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
