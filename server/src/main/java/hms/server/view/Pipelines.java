package hms.server.view;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hms.core.event.ConfigEvent;
import hms.core.event.EventCodec;
import hms.core.pipeline.Pipeline;
import hms.ledger.Ledger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How pipelines stood at any time: a run keeps the stages that it was queued with, and of a run
/// that ended the state no longer says which those were.
///
/// Looks through the ledger once, when it is first asked, and after that only at what is new; of
/// most entries it reads the first bytes, which name the type.
final class Pipelines {

    private static final byte[] DEFINED = "{\"type\":\"pipeline-defined\"".getBytes(US_ASCII);

    private final Ledger ledger;
    private final Map<String, TreeMap<Long, Pipeline>> defined = new HashMap<>();
    private long seen;

    Pipelines(Ledger ledger) {
        this.ledger = ledger;
    }

    /// The pipeline of that name as it stood before the entry.
    synchronized Optional<Pipeline> before(String name, long entry) {
        var size = ledger.head().size();
        if (entry >= seen && seen < size) {
            ledger.read(seen, size, this::look);
            seen = size;
        }
        return Optional.ofNullable(defined.get(name))
                .map(all -> all.lowerEntry(entry))
                .map(Map.Entry::getValue);
    }

    private void look(long index, byte[] entry) {
        if (entry.length > DEFINED.length
                && Arrays.equals(entry, 0, DEFINED.length, DEFINED, 0, DEFINED.length)
                && EventCodec.decode(entry).event() instanceof ConfigEvent.PipelineDefined e) {
            defined.computeIfAbsent(e.pipeline().name(), _ -> new TreeMap<>())
                    .put(index, e.pipeline());
        }
    }
}
