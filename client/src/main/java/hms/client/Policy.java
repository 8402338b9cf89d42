package hms.client;

import hms.artifact.Answer;
import hms.artifact.LivePolicy;
import hms.client.live.LiveValues;
import hms.client.live.Ruling;
import hms.client.live.View;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A policy, as it is now, each time it is asked. Get one from [HmsClient#getPolicy] and keep it;
/// reading allocates nothing and never waits. Safe for any number of threads.
///
/// What is read one after the other may be of two versions, if one took the other's place between;
/// [#as] and [#values] give several values of one version.
public final class Policy {
    private final String id;
    private final LiveValues live;
    private final int slot;

    Policy(String id, LiveValues live) {
        this.id = id;
        this.live = live;
        this.slot = live.slot(id, view -> view);
    }

    View view() {
        return (View) live.at(slot);
    }

    /// Its id.
    public String id() {
        return id;
    }

    /// A number, exact.
    ///
    /// @throws PolicyAbsent if no version is in force
    /// @throws ValueAbsent if it has no number of this name, or none on this day
    public BigDecimal getDecimal(String name) {
        var view = view();
        if (view.value(name) instanceof BigDecimal number) {
            return number;
        }
        throw new Missing(view, name, "a number").exception();
    }

    /// A number without fraction.
    ///
    /// @throws ArithmeticException if it has a fraction, or is beyond the range of `int`
    public int getInt(String name) {
        return getDecimal(name).intValueExact();
    }

    /// A text.
    public String getString(String name) {
        var view = view();
        if (view.value(name) instanceof String text) {
            return text;
        }
        throw new Missing(view, name, "a text").exception();
    }

    /// A truth value.
    public boolean getBoolean(String name) {
        var view = view();
        if (view.value(name) instanceof Boolean truth) {
            return truth;
        }
        throw new Missing(view, name, "a truth value").exception();
    }

    /// A day.
    public LocalDate getDate(String name) {
        var view = view();
        if (view.value(name) instanceof LocalDate date) {
            return date;
        }
        throw new Missing(view, name, "a date").exception();
    }

    /// Values in order; unmodifiable.
    @SuppressWarnings("unchecked")
    public List<Object> getList(String name) {
        var view = view();
        if (view.value(name) instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw new Missing(view, name, "a list").exception();
    }

    /// Values by name; unmodifiable, in the order of the file.
    @SuppressWarnings("unchecked")
    public Map<String, Object> getMap(String name) {
        var view = view();
        if (view.value(name) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new Missing(view, name, "a map").exception();
    }

    /// A value of whatever type; empty if there is none now.
    public Optional<Object> find(String name) {
        return Optional.ofNullable(view().value(name));
    }

    /// All values of one version, as of now; empty if none is in force.
    public Map<String, Object> values() {
        return view().values();
    }

    /// The values of one version as a record: its components are named as the values are, or in
    /// camel case (`advisoryShare` for `advisory_share`), and are `BigDecimal`, `String`,
    /// `LocalDate`, `List`, `Map`, `boolean`, `int`, `long`, `double`, another record for a map, or
    /// an `Optional` for what may be absent.
    ///
    /// @throws PolicyAbsent if no version is in force
    /// @throws ValueAbsent if a value is missing or does not fit
    public <R extends Record> R as(Class<R> type) {
        var view = view();
        if (view.values().isEmpty()) {
            throw PolicyAbsent.of(view);
        }
        return RecordBinding.bind(type, view.values(), view.toString());
    }

    /// Whether a version is in force, or why not.
    public Status status() {
        return Status.of(view());
    }

    /// The same with its dates.
    public Answer answer() {
        return view().answer();
    }

    /// The version that is obeyed now.
    public Optional<String> version() {
        return view().artifact().map(artifact -> artifact.version().toString());
    }

    /// The digest of its bytes, `sha256:…`.
    public Optional<String> digest() {
        return view().digest().map(Object::toString);
    }

    /// Where everybody can read it.
    public Optional<String> publishedUrl() {
        return view().publishedUrl();
    }

    /// On which side of a canary this client is, if the policy has one now.
    public Optional<LivePolicy.Group> group() {
        return view().group();
    }

    /// Asks a rule. Never throws: what it could not decide, it says.
    ///
    /// @param inputs by name: numbers, texts, truth values, dates
    public Ruling evaluate(String rule, Map<String, ?> inputs) {
        return view().evaluate(rule, inputs);
    }

    /// Says that the program raised an alert because of this policy. Canaries are judged by it.
    ///
    /// @param kind which kind, such as `violation`
    public void alert(String kind) {
        view().alert(kind);
    }

    @Override
    public String toString() {
        return view().toString();
    }
}
