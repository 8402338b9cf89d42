package hms.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.client.HmsClient;
import hms.client.live.Trouble;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.function.Consumer;

/// One process of a cluster: a small service that obeys live policies through the client SDK.
///
/// It is told what to be on the first line of its standard input, answers with its port on its
/// standard output, and lives as long as that input is open: when its supervisor ends, however it
/// ends, so does it.
final class Replica {
    /// The heap that one gets at most; it takes far less unless a bundle is large.
    static final String HEAP = "128m";

    private Replica() {}

    static void main() throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        var line = in.readLine();
        if (line == null) {
            return;
        }
        var order = ReplicaOrder.parse(line);
        var client =
                HmsClient.builder(order.server())
                        .token(order.token())
                        .environment(order.environment())
                        .key(order.name())
                        .attribute("cluster", order.environment())
                        .cache(order.cache())
                        .start();
        client.onTrouble(new NewTroubles());
        // it obeys all that there are, and so reports of all of them
        client.onChange(change -> client.getPolicy(change.policy()));
        client.ids().forEach(client::getPolicy);
        var desk = new BundleDesk(order.environment());
        var site = new ReplicaSite(order.name(), client, desk);
        var server = Reply.listen(0, Reply.handler(site::answer));
        System.out.println(Reply.object().put("port", server.getAddress().getPort()));
        System.out.flush();
        while (in.readLine() != null) {
            // nothing more is said
        }
        client.close();
        server.stop(0);
        System.exit(0);
    }

    /// Writes what goes wrong to the log; what goes wrong again and again in the same way, once.
    private static final class NewTroubles implements Consumer<Trouble> {
        private String last = "";

        @Override
        public synchronized void accept(Trouble trouble) {
            var text = trouble.kind() + ": " + trouble.message();
            if (!text.equals(last)) {
                last = text;
                Log.line(text);
            }
        }
    }
}
