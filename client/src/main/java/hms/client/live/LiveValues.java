package hms.client.live;

import hms.client.wire.Revision;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a program reads. Everything that it reads at one moment is in one array behind one volatile
/// reference, so that reading is two loads, nothing is allocated, and all policies of a release
/// become visible at once. A timer puts another array there at each instant at which something
/// begins or ends.
///
/// Each handle of the program has a slot in the array, filled by its own function of the policy's
/// view.
public final class LiveValues {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int MANY = 1_000;

    private final InstantSource clock;
    private final Timer timer;
    private final Map<String, Map<String, Object>> defaults;
    private final Consumer<List<Update>> updates;
    private final Object lock = new Object();
    private final List<Slot> slots = new ArrayList<>();
    private final Map<String, List<Integer>> slotsOf = new HashMap<>();
    private final Map<String, View> views = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));
    private volatile Object[] board = {};
    private volatile @Nullable Sight sight;
    private @Nullable Instant lost;
    private Timer.@Nullable Waiting waiting;
    private boolean closed;

    /// A policy that a reader has differently from before.
    public record Update(View before, View after) {}

    private record Slot(String id, Function<View, Object> content) {}

    /// A view that may be another from an instant on. One that has been replaced meanwhile is
    /// passed over.
    private record Due(Instant at, View view) {}

    /// @param defaults values by policy and name, for the time before anything came
    /// @param updates is told of what changed for readers, in order; must be quick
    public LiveValues(
            InstantSource clock,
            Timer timer,
            Map<String, Map<String, Object>> defaults,
            Consumer<List<Update>> updates) {
        this.clock = clock;
        this.timer = timer;
        this.defaults = defaults;
        this.updates = updates;
    }

    /// What is in a slot now.
    public Object at(int slot) {
        return board[slot];
    }

    /// Makes a slot that is kept filled from now on.
    ///
    /// @param id the policy
    /// @param content what is to be in it, for each view of the policy
    public int slot(String id, Function<View, Object> content) {
        synchronized (lock) {
            var view = views.computeIfAbsent(id, this::first);
            var number = slots.size();
            slots.add(new Slot(id, content));
            slotsOf.computeIfAbsent(id, each -> new ArrayList<>()).add(number);
            var next = Arrays.copyOf(board, number + 1);
            next[number] = content.apply(view);
            board = next;
            return number;
        }
    }

    private View first(String id) {
        var seen = sight;
        return seen == null
                ? View.early(id, defaults.get(id))
                : seen.view(id, clock.instant(), lost, null);
    }

    /// Shows another revision.
    ///
    /// @param lostAt since when there is no connection, where it comes from the cache
    public void load(Sight next, Optional<Instant> lostAt) {
        synchronized (lock) {
            sight = next;
            lost = lostAt.orElse(null);
            var ids = new HashSet<>(views.keySet());
            ids.addAll(next.holdings().policies().keySet());
            refresh(next, ids);
        }
    }

    /// The connection is there, or has been lost: versions that ask for it wait meanwhile.
    public void linked(boolean isLinked) {
        synchronized (lock) {
            var seen = sight;
            if (isLinked && lost != null) {
                lost = null;
                if (seen != null) {
                    refresh(seen, new HashSet<>(views.keySet()));
                }
            } else if (!isLinked && lost == null) {
                lost = clock.instant();
            }
        }
    }

    /// Does what is due.
    private void flip() {
        synchronized (lock) {
            waiting = null;
            var seen = sight;
            if (seen != null && !closed) {
                refresh(seen, take(seen, clock.instant()));
            }
        }
    }

    /// Those that are due, and those whose rules read their values.
    private Set<String> take(Sight seen, Instant now) {
        var ids = new HashSet<String>();
        for (var next = due.peek(); next != null && !next.at().isAfter(now); next = due.peek()) {
            due.remove();
            if (isCurrent(next.view())) {
                ids.add(next.view().id());
                ids.addAll(seen.usersOf(next.view().id()));
            }
        }
        return ids;
    }

    @SuppressWarnings("ReferenceEquality") // another object says something else
    private boolean isCurrent(View view) {
        return views.get(view.id()) == view;
    }

    @SuppressWarnings("ReferenceEquality") // the same object says the same
    private void refresh(Sight seen, Set<String> ids) {
        var now = clock.instant();
        var changed = new ArrayList<Update>();
        var next = board.clone();
        for (var id : ids) {
            var before = views.get(id);
            var after = seen.view(id, now, lost, before);
            if (after == before) {
                continue;
            }
            views.put(id, after);
            after.next().ifPresent(at -> due.add(new Due(at, after)));
            for (var slot : slotsOf.getOrDefault(id, List.of())) {
                next[slot] = slots.get(slot).content().apply(after);
            }
            if (before != null && !before.sameFor(after)) {
                changed.add(new Update(before, after));
            }
        }
        board = next;
        schedule(now);
        if (!changed.isEmpty()) {
            updates.accept(changed);
        }
    }

    private void schedule(Instant now) {
        if (waiting != null) {
            waiting.cancel();
            waiting = null;
        }
        if (due.size() > 2 * views.size() + MANY) {
            due.removeIf(each -> !isCurrent(each.view()));
        }
        var first = due.peek();
        if (first != null && !closed) {
            var rest = Duration.between(now, first.at());
            // clocks are set: look again from time to time
            var wait = rest.compareTo(LONGEST_WAIT) < 0 ? rest : LONGEST_WAIT;
            waiting = timer.after(wait.isNegative() ? Duration.ZERO : wait, this::flip);
        }
    }

    /// The revision that is shown; empty before anything came.
    public Optional<Revision> revision() {
        var seen = sight;
        return seen == null ? Optional.empty() : Optional.of(seen.holdings().revision());
    }

    /// The policies that the program has asked for.
    public List<View> used(Set<String> besides) {
        synchronized (lock) {
            var ids = new TreeSet<>(besides);
            slots.forEach(slot -> ids.add(slot.id()));
            return ids.stream().map(id -> views.computeIfAbsent(id, this::first)).toList();
        }
    }

    /// The ids of all policies that were delivered.
    public List<String> ids() {
        var seen = sight;
        return seen == null ? List.of() : seen.holdings().ids();
    }

    /// Stops the timer. What was read last can still be read.
    public void close() {
        synchronized (lock) {
            closed = true;
            if (waiting != null) {
                waiting.cancel();
                waiting = null;
            }
        }
    }
}
