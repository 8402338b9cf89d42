package hms.decisions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts rules behind those that they read, and finds circles and chains that are too long to run.
final class RuleOrder {
    /// How deep a rule may be nested, together with the deepest that it reads.
    private static final int MAX_DEPTH = 600;

    private final Map<String, Integer> depths;
    private final Map<String, Set<String>> reads;
    private final Map<String, Integer> total = new LinkedHashMap<>();
    private final List<List<String>> circles = new ArrayList<>();
    private final Set<String> tooDeep = new LinkedHashSet<>();

    /// @param depths how deeply each rule is nested
    /// @param reads what each rule reads
    RuleOrder(Map<String, Integer> depths, Map<String, Set<String>> reads) {
        this.depths = depths;
        this.reads = reads;
        depths.keySet().forEach(name -> visit(name, new LinkedHashSet<>()));
    }

    /// The rules that are neither in a circle nor too deep, in an order to compile them in.
    List<String> order() {
        var order = new ArrayList<>(total.keySet());
        circles.forEach(order::removeAll);
        order.removeAll(tooDeep);
        return order;
    }

    /// Each circle, beginning and ending with the same rule.
    List<List<String>> circles() {
        return circles;
    }

    Set<String> tooDeep() {
        return tooDeep;
    }

    private int visit(String name, Set<String> path) {
        var known = total.get(name);
        if (known != null) {
            return known;
        }
        var depth = depths.get(name);
        if (depth == null) {
            return 0; // a rule that could not be read
        }
        if (!path.add(name)) {
            circle(name, path);
            return 0;
        }
        int deepest = 0;
        for (var other : reads.getOrDefault(name, Set.of())) {
            deepest = Math.max(deepest, visit(other, path));
        }
        path.remove(name);
        int sum = depth + deepest;
        if (sum > MAX_DEPTH) {
            tooDeep.add(name);
        }
        total.putIfAbsent(name, sum);
        return sum;
    }

    private void circle(String name, Set<String> path) {
        var all = new ArrayList<>(path);
        var circle = new ArrayList<>(all.subList(all.indexOf(name), all.size()));
        circle.add(name);
        circles.add(circle);
    }
}
