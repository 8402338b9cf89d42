package hms.decisions;

import static java.util.Objects.requireNonNull;

import hms.artifact.Artifact;
import hms.artifact.Finding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rules of one artifact, compiled: bind them to a date once ([#at]), then evaluate as often
/// as needed. Immutable, for any number of threads.
public final class RuleSet {
    private final Artifact artifact;
    private final Map<String, Artifact> uses;
    private final Map<String, CompiledRule> rules;
    private final Map<String, Slot> slots;
    private final InputForm inputs;
    private final @Nullable Fixed[] always;

    private RuleSet(
            Artifact artifact,
            Map<String, Artifact> uses,
            Map<String, CompiledRule> rules,
            List<Slot> slots) {
        this.artifact = artifact;
        this.uses = Map.copyOf(uses);
        this.rules = rules;
        var byVariable = new LinkedHashMap<String, Slot>();
        slots.forEach(slot -> byVariable.put(slot.variable(), slot));
        this.slots = Map.copyOf(byVariable);
        this.inputs = new InputForm(artifact.inputs().values());
        this.always = new @Nullable Fixed[slots.size()];
        var facts = new Facts(artifact, uses, LocalDate.EPOCH);
        for (var slot : slots) {
            if (!slot.source().varies(facts)) {
                always[slot.index()] = Fixed.of(slot, facts);
            }
        }
    }

    /// Compiles all rules of an artifact. An artifact without rules compiles to an empty set.
    ///
    /// @param artifact the artifact
    /// @param uses the artifacts behind the aliases of its `uses`, as they are in force; one that
    ///     no rule reads may be left out
    public static Compilation compile(Artifact artifact, Map<String, Artifact> uses) {
        var compiler = new RuleCompiler(artifact, uses);
        var compiled = compiler.compile();
        if (!compiler.findings().isEmpty()) {
            var findings = new ArrayList<>(compiler.findings());
            findings.sort(
                    (a, b) ->
                            a.line() != b.line()
                                    ? Integer.compare(a.line(), b.line())
                                    : Integer.compare(a.column(), b.column()));
            return new Compilation.Refused(List.copyOf(findings));
        }
        var inOrder = new LinkedHashMap<String, CompiledRule>();
        artifact.rules()
                .keySet()
                .forEach(name -> inOrder.put(name, requireNonNull(compiled.get(name))));
        return new Compilation.Compiled(
                new RuleSet(
                        artifact,
                        uses,
                        Collections.unmodifiableMap(inOrder),
                        compiler.scope().slots()));
    }

    /// All findings about an artifact's rules; none if they compile.
    public static List<Finding> findings(Artifact artifact, Map<String, Artifact> uses) {
        var compilation = compile(artifact, uses);
        return compilation instanceof Compilation.Refused refused ? refused.findings() : List.of();
    }

    /// The artifact whose rules these are.
    public Artifact artifact() {
        return artifact;
    }

    /// The names of the rules, in the order of the file.
    public Set<String> names() {
        return rules.keySet();
    }

    /// What the rules are asked with, and how it is read.
    public InputForm inputs() {
        return inputs;
    }

    /// The rules as of a date: dated values, also those of used policies, are read on it, and it
    /// is in scope as `on`.
    public BoundRules at(LocalDate on) {
        return new BoundRules(this, new Facts(artifact, uses, on), always);
    }

    /// The rules as of any date, bound once for each.
    public Dates dates() {
        return new Dates(this);
    }

    Map<String, CompiledRule> rules() {
        return rules;
    }

    /// The slots by their variables.
    Map<String, Slot> slots() {
        return slots;
    }

    /// The rules bound to one date after another, each bound once. For one thread.
    public static final class Dates {
        private static final int MOST_WEIGHT = 200_000;

        private final RuleSet rules;
        private final TreeMap<LocalDate, BoundRules> bound = new TreeMap<>();
        private int weight;

        private Dates(RuleSet rules) {
            this.rules = rules;
        }

        /// The rules as of a date.
        public BoundRules at(LocalDate on) {
            var known = bound.get(on);
            if (known != null) {
                return known;
            }
            var made = rules.at(on);
            if (weight > MOST_WEIGHT) {
                bound.clear();
                weight = 0;
            }
            bound.put(on, made);
            weight += made.weight();
            return made;
        }
    }
}
