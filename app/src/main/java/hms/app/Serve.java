package hms.app;

import hms.cli.EmbeddedServer;
import hms.cli.Environment;
import hms.cli.ServerFile;
import hms.cli.Up;
import hms.core.pipeline.file.ConfigRefused;
import hms.ledger.DataFolder;
import hms.ledger.LedgerFault;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The command `hms up`.
final class Serve implements Up {

    @Override
    public int run(Options options, Environment environment) {
        var terminal = environment.terminal();
        try {
            var folder = DataFolder.open(options.dataFolder());
            var lock = Folders.take(folder, "hms up, process " + ProcessHandle.current().pid());
            var installation =
                    Installation.open(
                            folder,
                            lock,
                            Folders.configuration(folder, options.configuration()),
                            new Installation.Listen(
                                    options.host(), options.port(), Optional.empty()),
                            Clock.systemUTC(),
                            new SecureRandom());
            var host = options.host().equals("0.0.0.0") ? "127.0.0.1" : options.host();
            var url = URI.create("http://" + host + ":" + installation.port());
            new ServerFile(url, true).write(folder);
            terminal.out().println("HMS-SVC is up at " + url);
            terminal.out().println("  register     " + url + "/register");
            terminal.out().println("  data folder  " + folder.path());
            terminal.out().println("  admin token  " + folder.adminToken());
            terminal.out().flush();
            untilTold(folder, installation);
            return 0;
        } catch (EmbeddedServer.Taken e) {
            terminal.err()
                    .println(
                            "✗ "
                                    + options.dataFolder()
                                    + " belongs to "
                                    + e.owner()
                                    + ".\n  Stop that first, or use another --data.");
            return 1;
        } catch (ConfigRefused | LedgerFault | IllegalStateException e) {
            terminal.err().println("✗ " + e.getMessage());
            return 1;
        }
    }

    private static void untilTold(DataFolder folder, Installation installation) {
        var told = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(
                                        () -> {
                                            told.countDown();
                                            await(ended);
                                        }));
        await(told);
        ServerFile.remove(folder);
        installation.close();
        ended.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
