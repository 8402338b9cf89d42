package hms.connectors.folder;

import hms.runs.port.Bundle;
import hms.runs.port.Carrier;
import hms.runs.port.Destination;
import hms.runs.port.EmptySet;
import hms.runs.port.Handover;
import hms.runs.port.HealthReading;
import hms.runs.port.Shipment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes sets of policies to folders: targets of kind `folder`. Safe for use by many threads and
/// processes; one writes at a time.
public final class FolderCarrier implements Carrier {

    private static final long LITTLE = 1 << 20;

    private final Consumer<String> reached;

    public FolderCarrier() {
        this(_ -> {});
    }

    /// @param reached is told at each step, for tests that die there
    FolderCarrier(Consumer<String> reached) {
        this.reached = reached;
    }

    @Override
    public Optional<String> complaint(Map<String, String> settings) {
        try {
            path(settings);
            return Optional.empty();
        } catch (CannotWrite e) {
            return Optional.of(e.reason());
        }
    }

    @Override
    public Handover prepare(Destination to, Shipment shipment) {
        return in(
                to,
                folder -> {
                    var set = shipment.set().get();
                    judge(folder, shipment, set);
                    written(folder, shipment, set);
                    return new Handover.Taken("written, not in effect");
                });
    }

    @Override
    public Handover deliver(Destination to, Shipment shipment) {
        return in(
                to,
                folder -> {
                    var set = shipment.set().get();
                    judge(folder, shipment, set);
                    return held(folder, shipment, set);
                });
    }

    /// What stays behind if this fails is never read, and goes when a later set is written.
    @Override
    public void discard(Destination to, Shipment shipment) {
        var _ =
                in(
                        to,
                        folder -> {
                            var set = shipment.set().get();
                            folder.forget(
                                    shipment,
                                    WrittenSet.of(shipment, set),
                                    Bundle.digest(set).hex());
                            return new Handover.Taken("removed");
                        });
    }

    @Override
    public HealthReading health(Destination to) {
        try {
            var path = path(to.settings());
            if (!Files.isDirectory(path)) {
                return new HealthReading.Ill(missing(path));
            }
            if (!Files.isWritable(path)) {
                return new HealthReading.Ill(path + " cannot be written to");
            }
            if (Files.getFileStore(path).getUsableSpace() < LITTLE) {
                return new HealthReading.Ill(path + ": the disk is full; make room");
            }
            var current = new PolicyFolder(path, reached).current();
            if (current.isEmpty()) {
                return new HealthReading.Well("nothing has been delivered to it yet");
            }
            var damage = WrittenSet.damage(current.get());
            return damage.isPresent()
                    ? new HealthReading.Ill(current.get() + ": " + damage.get())
                    : new HealthReading.Well(current.get().getFileName() + " is intact");
        } catch (CannotWrite e) {
            return new HealthReading.Ill(e.reason());
        } catch (IOException e) {
            return new HealthReading.Unknown(
                    "the folder could not be looked at: " + e.getMessage());
        }
    }

    private interface Work {
        Handover in(PolicyFolder folder) throws IOException, CannotWrite;
    }

    private Handover in(Destination to, Work work) {
        try {
            var path = path(to.settings());
            if (!Files.isDirectory(path)) {
                throw CannotWrite.ever(missing(path));
            }
            try (var _ = FolderTurn.take(path)) {
                var folder = new PolicyFolder(path, reached);
                folder.tidy();
                return work.in(folder);
            } catch (IOException e) {
                throw Trouble.with(path, e);
            } catch (UnsupportedOperationException e) {
                throw CannotWrite.ever(
                        path + " is on a file system without symbolic links; choose another");
            }
        } catch (CannotWrite e) {
            return e.handover();
        }
    }

    /// Refuses a set that must not hold here.
    private static void judge(PolicyFolder folder, Shipment shipment, List<Shipment.Item> set)
            throws IOException, CannotWrite {
        var current = folder.current();
        var known =
                current.isEmpty()
                        ? Optional.<WrittenSet.Known>empty()
                        : WrittenSet.known(current.get());
        if (known.isPresent() && known.get().sequence() > shipment.sequence()) {
            throw CannotWrite.ever(
                    "the folder has a set of sequence %d, which one of sequence %d must not undo"
                            .formatted(known.get().sequence(), shipment.sequence()));
        }
        var objection =
                EmptySet.objection(
                        shipment, set, known.map(WrittenSet.Known::policies).orElse(List.of()));
        if (objection.isPresent()) {
            throw CannotWrite.ever(objection.get());
        }
    }

    private static Path written(PolicyFolder folder, Shipment shipment, List<Shipment.Item> set)
            throws IOException, CannotWrite {
        return folder.write(shipment, WrittenSet.of(shipment, set), Bundle.digest(set).hex());
    }

    private static Handover held(PolicyFolder folder, Shipment shipment, List<Shipment.Item> set)
            throws IOException, CannotWrite {
        var written = written(folder, shipment, set);
        var already = folder.current().equals(Optional.of(written));
        if (!already) {
            folder.point(written);
        }
        if (!folder.current().equals(Optional.of(written))
                || !WrittenSet.of(shipment, set).isIn(written)) {
            throw CannotWrite.now(
                    "what is read back from %s is not what was written".formatted(folder.path()));
        }
        var said = written.getFileName() + (already ? " was there, read back" : ", read back");
        try {
            folder.prune(written);
        } catch (IOException e) {
            said += "; older sets could not be removed: " + Trouble.with(folder.path(), e).reason();
        }
        return new Handover.Taken(said);
    }

    private static String missing(Path path) {
        return "there is no folder %s; make it, or mount what belongs there".formatted(path);
    }

    private static Path path(Map<String, String> settings) throws CannotWrite {
        for (var key : settings.keySet()) {
            if (!key.equals("path")) {
                throw CannotWrite.ever(
                        key + " is no setting of a target of kind folder; it has path");
            }
        }
        var text = settings.get("path");
        if (text == null) {
            throw CannotWrite.ever("path is missing; write the folder, as path: /srv/policies");
        }
        try {
            var path = Path.of(text);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            throw CannotWrite.ever("path is no path: " + e.getReason());
        }
        throw CannotWrite.ever("path is not absolute: " + text + "; write it from / on");
    }
}
