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
    private static final Duration AHEAD = Duration.ofSeconds(2);
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
    private @Nullable Next prepared;
    private @Nullable Next shown;
    private Timer.@Nullable Waiting waiting;
    private boolean closed;

    /// A policy that a reader has differently from before.
    public record Update(View before, View after) {}

    private record Slot(String id, Function<View, Object> content) {}

    /// A view that may be another from an instant on. One that has been replaced meanwhile is
    /// passed over.
    private record Due(Instant at, View view) {}

    /// What readers are to have from an instant on. It is worked out ahead, so that one assignment
    /// is all that is left to do when the instant comes.
    ///
    /// @param views those that are other ones then
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Next(Instant at, Object[] board, List<View> views) {}

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
            settle();
            var view = views.computeIfAbsent(id, this::first);
            var number = slots.size();
            slots.add(new Slot(id, content));
            slotsOf.computeIfAbsent(id, each -> new ArrayList<>()).add(number);
            var next = Arrays.copyOf(board, number + 1);
            next[number] = content.apply(view);
            board = next;
            reconsider();
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
            settle();
            lost = lostAt.orElse(null);
            var ids = new HashSet<>(views.keySet());
            ids.addAll(next.holdings().policies().keySet());
            refresh(next, ids);
        }
    }

    /// The connection is there, or has been lost: versions that ask for it wait meanwhile.
    public void linked(boolean isLinked) {
        synchronized (lock) {
            settle();
            var seen = sight;
            if (isLinked && lost != null) {
                lost = null;
                if (seen != null) {
                    refresh(seen, new HashSet<>(views.keySet()));
                }
            } else if (!isLinked && lost == null) {
                lost = clock.instant();
                reconsider();
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // another object says something else
    private boolean isCurrent(View view) {
        return views.get(view.id()) == view;
    }

    private void refresh(Sight seen, Set<String> ids) {
        settle();
        prepared = null;
        var next = work(seen, ids, clock.instant());
        board = next.board();
        sight = seen; // after the values: who sees a revision reads what it says
        shown = next;
        settle();
    }

    /// What is to be shown at an instant, without showing it.
    @SuppressWarnings("ReferenceEquality") // the same object says the same
    private Next work(Sight seen, Set<String> ids, Instant at) {
        var changed = new ArrayList<View>();
        var next = board.clone();
        for (var id : ids) {
            var before = views.get(id);
            var after = seen.view(id, at, lost, before);
            if (after == before) {
                continue;
            }
            changed.add(after);
            for (var slot : slotsOf.getOrDefault(id, List.of())) {
                next[slot] = slots.get(slot).content().apply(after);
            }
        }
        return new Next(at, next, changed);
    }

    /// Shows what was prepared, if its instant is here, and leaves the rest for later: others may
    /// have the same instant, on the same thread.
    private void flip() {
        synchronized (lock) {
            waiting = null;
            var next = prepared;
            if (closed) {
                return;
            }
            if (next == null || clock.instant().isBefore(next.at())) {
                schedule();
                return;
            }
            board = next.board();
            prepared = null;
            shown = next;
            waiting = timer.after(Duration.ZERO, this::look);
        }
    }

    private void look() {
        synchronized (lock) {
            settle();
            schedule();
        }
    }

    /// What there is to do when another array is shown already.
    private void settle() {
        var next = shown;
        if (next == null) {
            return;
        }
        shown = null;
        var updated = new ArrayList<Update>();
        for (var after : next.views()) {
            var before = views.put(after.id(), after);
            after.next().ifPresent(at -> due.add(new Due(at, after)));
            if (before != null && !before.sameFor(after)) {
                updated.add(new Update(before, after));
            }
        }
        schedule();
        if (!updated.isEmpty()) {
            updates.accept(updated);
        }
    }

    /// Works out again what was prepared, since it follows from something else now.
    private void reconsider() {
        if (prepared != null) {
            prepared = null;
            schedule();
        }
    }

    private void schedule() {
        if (waiting != null) {
            waiting.cancel();
            waiting = null;
        }
        if (due.size() > 2 * views.size() + MANY) {
            due.removeIf(each -> !isCurrent(each.view()));
        }
        while (!due.isEmpty() && !isCurrent(due.element().view())) {
            due.remove();
        }
        var first = due.peek();
        var seen = sight;
        if (first == null || seen == null || closed) {
            return;
        }
        var rest = Duration.between(clock.instant(), first.at());
        if (rest.compareTo(AHEAD) > 0) {
            var wait = rest.minus(AHEAD);
            // clocks are set: look again from time to time
            waiting =
                    timer.after(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT, this::look);
            return;
        }
        if (prepared == null || !prepared.at().equals(first.at())) {
            prepared = work(seen, dueAt(seen, first.at()), first.at());
            rest = Duration.between(clock.instant(), first.at());
        }
        waiting = timer.after(rest.isNegative() ? Duration.ZERO : rest, this::flip);
    }

    /// Those that are due at an instant, and those whose rules read their values.
    private Set<String> dueAt(Sight seen, Instant at) {
        var ids = new HashSet<String>();
        for (var each : due) {
            if (!each.at().isAfter(at) && isCurrent(each.view())) {
                ids.add(each.view().id());
                ids.addAll(seen.usersOf(each.view().id()));
            }
        }
        return ids;
    }

    /// The revision that is shown; empty before anything came.
    public Optional<Revision> revision() {
        var seen = sight;
        return seen == null ? Optional.empty() : Optional.of(seen.holdings().revision());
    }

    /// The policies that the program has asked for.
    public List<View> used(Set<String> besides) {
        synchronized (lock) {
            settle();
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
