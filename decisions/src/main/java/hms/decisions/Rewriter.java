package hms.decisions;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Turns a parsed expression into one that the checker can type exactly: every number becomes a
/// decimal as it was written, every name the slot that it stands for, a constant date or regular
/// expression is made once, and every loop is charged for. What cannot be is a [Problem].
final class Rewriter {
    private static final int MOST_PROBLEMS = 10;

    private final Scope scope;
    private final CelSource source;
    private final CelSource.Builder positions;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Slot> used = new LinkedHashSet<>();
    private final Set<String> called = new LinkedHashSet<>();
    private final Deque<Set<String>> locals = new ArrayDeque<>();
    private long nextId = 1_000_000;
    private int nodes;
    private int depth;
    private int deepest;

    Rewriter(Scope scope, CelSource source) {
        this.scope = scope;
        this.source = source;
        this.positions = source.toBuilder();
    }

    CelAbstractSyntaxTree rewrite(CelExpr expression) {
        var rewritten = visit(expression);
        return CelAbstractSyntaxTree.newParsedAst(rewritten, positions.build());
    }

    List<Problem> problems() {
        return problems;
    }

    /// The slots that the expression reads.
    Set<Slot> used() {
        return used;
    }

    /// The functions and operators that it calls.
    Set<String> called() {
        return called;
    }

    /// How deeply it is nested.
    int depth() {
        return deepest;
    }

    private CelExpr visit(CelExpr expr) {
        nodes++;
        depth++;
        deepest = Math.max(deepest, depth);
        try {
            if (nodes > Language.MAX_NODES || depth > Language.MAX_DEPTH) {
                if (problems.stream()
                        .noneMatch(problem -> problem.code().equals("rule-too-complex"))) {
                    refuse(
                            expr,
                            "rule-too-complex",
                            depth > Language.MAX_DEPTH
                                    ? "the expression is nested too deeply"
                                    : "the expression has too many parts",
                            "split it into several rules, which can use each other by name");
                }
                return expr;
            }
            return visitKind(expr);
        } finally {
            depth--;
        }
    }

    private CelExpr visitKind(CelExpr expr) {
        return switch (expr.getKind()) {
            case CONSTANT -> constant(expr);
            case IDENT, SELECT -> named(expr);
            case CALL -> call(expr);
            case LIST ->
                    CelExpr.ofList(expr.id(), visitAll(expr.list().elements()), ImmutableList.of());
            case MAP -> map(expr);
            case COMPREHENSION -> comprehension(expr);
            case STRUCT, NOT_SET ->
                    refuse(
                            expr,
                            "no-messages",
                            "rules have no message types",
                            "write a map, as in {\"a\": 1}");
        };
    }

    private ImmutableList<CelExpr> visitAll(List<CelExpr> parts) {
        return parts.stream().map(this::visit).collect(ImmutableList.toImmutableList());
    }

    private CelExpr constant(CelExpr expr) {
        return switch (expr.constant().getKind()) {
            case INT64_VALUE -> number(expr, Decimal.of(expr.constant().int64Value()));
            case DOUBLE_VALUE -> decimal(expr, expr.constant().doubleValue());
            case NULL_VALUE, BOOLEAN_VALUE, STRING_VALUE -> expr;
            default ->
                    refuse(
                            expr,
                            "no-such-literal",
                            "rules have decimal numbers and texts only",
                            "leave out the letter u behind a number, or b before a text");
        };
    }

    private CelExpr decimal(CelExpr expr, double value) {
        if (Double.isInfinite(value)) {
            return refuse(
                    expr, "number-too-large", "the number is too large", "write a smaller number");
        }
        try {
            return number(expr, Literals.exact(textFrom(expr), value));
        } catch (RuleFailure failure) {
            return refuse(
                    expr, failure.reason().code(), failure.explanation(), "write a shorter number");
        }
    }

    private CelExpr number(CelExpr expr, Decimal value) {
        return literal(expr, value, Types.NUMBER);
    }

    private CelExpr literal(CelExpr expr, Object value, CelType type) {
        return variable(expr, scope.literal(value, type));
    }

    private CelExpr variable(CelExpr expr, Slot slot) {
        used.add(slot);
        return CelExpr.ofIdent(expr.id(), slot.variable());
    }

    /// A name, or a path of names: `limit`, `fpl.first_person`, `has(policy.cap)`.
    private CelExpr named(CelExpr expr) {
        if (expr.getKind() == Kind.IDENT) {
            return isLocal(expr.ident().name()) ? expr : read(expr, resolve(expr));
        }
        var select = expr.select();
        int before = problems.size();
        var owner =
                resolvable(select.operand()) ? resolve(select.operand()) : Optional.<Name>empty();
        if (problems.size() > before) {
            return expr;
        }
        if (owner.isPresent() && owner.get().hasParts()) {
            var part = part(expr, owner.get(), select.field());
            return select.testOnly()
                    ? part.map(name -> variable(expr, scope.presence(name))).orElse(expr)
                    : read(expr, part);
        }
        return CelExpr.ofSelect(
                expr.id(), visit(select.operand()), select.field(), select.testOnly());
    }

    /// Whether an expression is a path that begins with a name of the scope.
    private boolean resolvable(CelExpr expr) {
        if (expr.getKind() == Kind.SELECT) {
            return !expr.select().testOnly() && resolvable(expr.select().operand());
        }
        return expr.getKind() == Kind.IDENT
                && !isLocal(expr.ident().name())
                && scope.find(expr.ident().name()).isPresent();
    }

    private Optional<Name> resolve(CelExpr expr) {
        if (expr.getKind() == Kind.IDENT) {
            var name = expr.ident().name();
            var found = scope.find(name);
            if (found.isEmpty() && problems.size() < MOST_PROBLEMS) {
                refuse(
                        expr,
                        "unknown-name",
                        "there is no '"
                                + Wording.brief(name)
                                + "'"
                                + Wording.didYouMean(name, scope.allNames()),
                        "name a value, an input, a rule or an alias of `uses`");
            }
            return found;
        }
        var owner = resolve(expr.select().operand());
        return owner.filter(Name::hasParts)
                .flatMap(name -> part(expr, name, expr.select().field()));
    }

    private Optional<Name> part(CelExpr expr, Name owner, String field) {
        var part = Optional.ofNullable(owner.children().get(field));
        if (part.isEmpty() && problems.size() < MOST_PROBLEMS) {
            if (owner.missingPolicy().isPresent()) {
                refuse(
                        expr,
                        "missing-policy",
                        "the policy "
                                + owner.missingPolicy().get()
                                + " behind '"
                                + owner.title()
                                + "' is not there",
                        "deploy it first, or send it along");
            } else {
                refuse(
                        expr,
                        "unknown-name",
                        "'"
                                + owner.title()
                                + "' has no '"
                                + Wording.brief(field)
                                + "'"
                                + Wording.didYouMean(field, owner.children().keySet()),
                        owner.children().isEmpty()
                                ? "leave it out: there is nothing in '" + owner.title() + "'"
                                : "use one of "
                                        + Wording.brief(
                                                String.join(", ", owner.children().keySet())));
            }
        }
        return part;
    }

    private CelExpr read(CelExpr expr, Optional<Name> name) {
        if (name.isEmpty()) {
            return expr; // already refused
        }
        if (name.get().source().isEmpty()) {
            return refuse(
                    expr,
                    "not-a-value",
                    "'" + name.get().title() + "' is not a value by itself",
                    "name a part of it, as in "
                            + name.get().title()
                            + "."
                            + name.get().children().keySet().stream().findFirst().orElse("limit"));
        }
        return variable(expr, scope.slot(name.get()));
    }

    private boolean isLocal(String name) {
        return locals.stream().anyMatch(names -> names.contains(name));
    }

    private CelExpr call(CelExpr expr) {
        var call = expr.call();
        called.add(call.function());
        return made(expr, call)
                .orElseGet(
                        () ->
                                CelExpr.ofCall(
                                        expr.id(),
                                        call.target().map(this::visit),
                                        call.function(),
                                        arguments(call)));
    }

    /// The constant that a call always makes, such as `date("2024-01-01")`.
    private Optional<CelExpr> made(CelExpr expr, CelCall call) {
        if (call.target().isPresent() || call.args().size() != 1) {
            return Optional.empty();
        }
        var text = constantText(call.args().get(0));
        return switch (call.function()) {
            case "date" -> text.map(t -> make(expr, t, DateFunctions::parse, Types.DATE));
            case "number", "decimal" -> text.map(t -> make(expr, t, Decimal::parse, Types.NUMBER));
            default -> Optional.empty();
        };
    }

    private ImmutableList<CelExpr> arguments(CelCall call) {
        int last = call.args().size() - 1;
        if (!call.function().equals("matches") || last < 0) {
            return visitAll(call.args());
        }
        var pattern = call.args().get(last);
        var made =
                constantText(pattern)
                        .map(text -> make(pattern, text, Patterns::compile, Types.PATTERN))
                        .orElseGet(() -> visit(pattern));
        return ImmutableList.<CelExpr>builder()
                .addAll(visitAll(call.args().subList(0, last)))
                .add(made)
                .build();
    }

    private static Optional<String> constantText(CelExpr expr) {
        return expr.getKind() == Kind.CONSTANT
                        && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expr.constant().stringValue())
                : Optional.empty();
    }

    private CelExpr make(CelExpr expr, String text, Function<String, Object> maker, CelType type) {
        try {
            return literal(expr, maker.apply(text), type);
        } catch (RuleFailure failure) {
            return refuse(expr, failure.reason().code(), failure.explanation(), "correct the text");
        }
    }

    private CelExpr map(CelExpr expr) {
        var entries = ImmutableList.<CelExpr.CelMap.Entry>builder();
        for (var entry : expr.map().entries()) {
            var key = entry.key();
            if (key.getKind() == Kind.CONSTANT
                    && key.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
                refuse(key, "map-key", "a map's keys are texts", "put the key in quotes");
            }
            entries.add(CelExpr.ofMapEntry(entry.id(), visit(key), visit(entry.value()), false));
        }
        return CelExpr.ofMap(expr.id(), entries.build());
    }

    private CelExpr comprehension(CelExpr expr) {
        var loop = expr.comprehension();
        if (Slot.isVariable(loop.iterVar())) {
            return refuse(
                    expr,
                    "reserved-name",
                    "a loop's name cannot begin with two underscores",
                    "choose another name");
        }
        var range = visit(loop.iterRange());
        var start = visit(loop.accuInit());
        int before = nodes;
        locals.push(Set.of(loop.iterVar(), loop.accuVar()));
        var condition = visit(loop.loopCondition());
        var step = visit(loop.loopStep());
        locals.pop();
        int body = nodes - before;
        locals.push(Set.of(loop.accuVar()));
        var result = visit(loop.result());
        locals.pop();
        return CelExpr.ofComprehension(
                expr.id(),
                loop.iterVar(),
                loop.iterVar2(),
                counted(range, loop, body),
                loop.accuVar(),
                start,
                condition,
                step,
                result);
    }

    /// Wraps a loop's range so that the loop is charged for; a negative size says that the loop
    /// builds a list.
    private CelExpr counted(CelExpr range, CelComprehension loop, int body) {
        boolean builds = loop.accuInit().getKind() == Kind.LIST;
        var size =
                CelExpr.ofConstant(
                        newId(range), CelConstant.ofValue((long) (builds ? -body : body)));
        called.add(CollectionFunctions.COUNTED);
        return CelExpr.ofCall(
                newId(range),
                Optional.empty(),
                CollectionFunctions.COUNTED,
                ImmutableList.of(range, size));
    }

    private long newId(CelExpr near) {
        long id = nextId++;
        positions.addPositions(id, offset(near));
        return id;
    }

    private int offset(CelExpr expr) {
        return source.getPositionsMap().getOrDefault(expr.id(), 0);
    }

    /// The expression's text from a node on, as far as a number can reach.
    private String textFrom(CelExpr expr) {
        var content = source.getContent();
        int from = Math.min(offset(expr), content.size());
        return content.slice(from, Math.min(from + Decimal.MAX_DIGITS, content.size())).toString();
    }

    private CelExpr refuse(CelExpr expr, String code, String message, String remedy) {
        if (problems.size() >= MOST_PROBLEMS) {
            return expr;
        }
        var at = source.getOffsetLocation(offset(expr));
        problems.add(
                new Problem(
                        code,
                        message,
                        at.map(location -> location.getLine()).orElse(1),
                        at.map(location -> location.getColumn() + 1).orElse(1),
                        remedy));
        return expr;
    }
}
