package hms.cli;

import hms.checks.chaos.Cluster;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Mini clusters on this machine: each some processes that obey the policies of one environment,
/// behind one port. They belong to a data folder, and outlive the command that starts them.
public interface Clusters {

    /// Keeps other commands from starting and ending clusters of this folder at the same time.
    ///
    /// @throws Busy one does
    Claim claim(Path dataFolder);

    /// Held until it is closed.
    interface Claim extends AutoCloseable {
        @Override
        void close();
    }

    /// The environments of which there is, or was, a cluster; in order.
    List<String> environments(Path dataFolder);

    /// What there is of an environment's cluster.
    Found find(Path dataFolder, String environment);

    /// What may be found of a cluster.
    sealed interface Found {

        /// There is none.
        record Nothing() implements Found {}

        /// There was one, and it did not end as it should.
        ///
        /// @param tokenId the token that it read with
        record Gone(long pid, String tokenId) implements Found {}

        /// Its process lives, and does not answer.
        record Mute(long pid, String tokenId, String reason) implements Found {}

        /// It is there.
        ///
        /// @param front where it answers
        /// @param server whose policies it obeys
        /// @param tokenId the token that it reads with
        record Up(
                String environment,
                long pid,
                URI front,
                URI server,
                String tokenId,
                List<Replica> replicas)
                implements Found {
            public Up {
                replicas = List.copyOf(replicas);
            }

            int ready() {
                return (int) replicas.stream().filter(Replica::ready).count();
            }

            boolean isReady() {
                return ready() == replicas.size();
            }
        }
    }

    /// One of a cluster's processes.
    ///
    /// @param pid absent while it is started again
    /// @param revision what it has; absent as long as nothing came
    /// @param trouble why that may not be the newest, or why there is nothing
    record Replica(
            String name,
            OptionalLong pid,
            boolean ready,
            int restarts,
            Optional<String> revision,
            Optional<String> trouble) {}

    /// The cluster that is wanted.
    ///
    /// @param token that reads the environment's policies
    /// @param tokenId what the server calls it
    record Order(
            Path dataFolder,
            String environment,
            URI server,
            String token,
            String tokenId,
            int replicas) {}

    /// Starts a cluster. It is there when it is found.
    Starting start(Order order);

    /// A cluster that is being started.
    interface Starting {

        /// Why it will not come; empty as long as it may.
        Optional<String> failure();
    }

    /// Ends a cluster, and waits until nothing of it is left. What was [Found.Gone] is cleared
    /// away.
    void stop(Path dataFolder, String environment);

    /// The cluster for experiments.
    Cluster cluster(Path dataFolder, String environment);

    /// Sees to it that the folder has a server that stays: the one that owns it, else one that is
    /// started in the background.
    ///
    /// @param configuration for the one that is started
    /// @return whether it was started
    boolean serve(Path dataFolder, Optional<Path> configuration);

    /// Ends the server that was started in the background for these clusters, if there is one.
    ///
    /// @return whether there was
    boolean endServer(Path dataFolder);

    /// Another command starts or ends clusters of the same folder.
    final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /// @param owner who does, for people, as in `process 4711`
        public Busy(String owner) {
            super(owner);
        }

        public String owner() {
            return String.valueOf(getMessage());
        }
    }

    /// A cluster, or its server, could not be started, asked or ended.
    final class Trouble extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /// @param what a sentence, with its full stop
        /// @param remedy what to do, a sentence; empty if there is nothing
        public Trouble(String what, String remedy) {
            super(what);
            this.remedy = remedy;
        }

        private final String remedy;

        public String what() {
            return String.valueOf(getMessage());
        }

        public String remedy() {
            return remedy;
        }
    }
}
