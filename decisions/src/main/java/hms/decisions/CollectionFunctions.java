package hms.decisions;

import static hms.decisions.Types.AN_A;
import static hms.decisions.Types.A_COUNT;
import static hms.decisions.Types.A_LIST;
import static hms.decisions.Types.A_MAP;
import static hms.decisions.Types.A_NUMBER;
import static hms.decisions.Types.B;
import static hms.decisions.Types.LIST_OF_A;
import static hms.decisions.Types.MAP_OF_A_B;
import static hms.decisions.Types.NUMBER;

import dev.cel.runtime.RuntimeHelpers;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Lists and maps, and the equality of any two values.
final class CollectionFunctions {
    /// What every loop's range goes through, so that its work is charged for before it begins.
    static final String COUNTED = "@counted";

    private static final int MAX_ELEMENTS = 10_000;

    private CollectionFunctions() {}

    static void define(FunctionTable table) {
        table.code("_==_", "equals", Object.class, Object.class, CollectionFunctions::same);
        table.code("_!=_", "not_equals", Object.class, Object.class, (a, b) -> !same(a, b));
        table.code("@in", "in_list", Object.class, List.class, CollectionFunctions::in);
        table.code("@in", "in_map", Object.class, Map.class, (key, map) -> map.containsKey(key));

        table.binary("_+_", "add_list", LIST_OF_A, A_LIST, A_LIST, CollectionFunctions::joined);
        table.binary("_[_]", "index_list", Types.A, A_LIST, A_NUMBER, CollectionFunctions::element);
        table.binary("_[_]", "index_map", B, A_MAP, AN_A, CollectionFunctions::entry);
        table.unary("size", "size_list", NUMBER, A_LIST, list -> Decimal.of(list.size()));
        table.unary("size", "size_map", NUMBER, A_MAP, map -> Decimal.of(map.size()));
        table.unaryMember("size", "list_size", NUMBER, A_LIST, list -> Decimal.of(list.size()));
        table.unaryMember("size", "map_size", NUMBER, A_MAP, map -> Decimal.of(map.size()));

        table.binary(
                COUNTED, "counted_list", LIST_OF_A, A_LIST, A_COUNT, CollectionFunctions::counted);
        table.binary(
                COUNTED, "counted_map", MAP_OF_A_B, A_MAP, A_COUNT, CollectionFunctions::counted);
    }

    private static boolean same(Object a, Object b) {
        if (a instanceof List || a instanceof Map) {
            Work.charge(Work.weight(a));
        } else if (a instanceof String text) {
            Work.chargeText(text);
        }
        return Objects.equals(a, b);
    }

    private static boolean in(Object value, List<?> list) {
        Work.charge(Work.weight(list));
        return list.contains(value);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<?> joined(List a, List b) {
        int size = a.size() + b.size();
        if (size > MAX_ELEMENTS) {
            throw new RuleFailure(
                    FailureReason.TOO_COSTLY,
                    "a list of more than " + MAX_ELEMENTS + " elements came up");
        }
        Work.charge(1 + size / 4);
        return RuntimeHelpers.concat(a, b);
    }

    private static Object element(List<?> list, Decimal index) {
        int at = index.toInt("a list's index");
        if (at < 0 || at >= list.size()) {
            throw new RuleFailure(
                    FailureReason.NOT_FOUND,
                    "a list of " + list.size() + " has no element [" + at + "]");
        }
        return passedOn(list.get(at));
    }

    private static Object entry(Map<?, ?> map, Object key) {
        Object value = map.get(key);
        if (value == null) {
            throw new RuleFailure(
                    FailureReason.NOT_FOUND,
                    "the map has no key '" + Wording.brief(String.valueOf(key)) + "'");
        }
        return passedOn(value);
    }

    private static Object passedOn(Object value) {
        if (value instanceof List || value instanceof Map) {
            Work.charge(Work.weight(value));
        }
        return value;
    }

    /// Charges for a loop: every element passes through every part of the loop's body. A list that
    /// is built up in the loop is copied at each step.
    private static <T> T counted(T range, Long bodySize) {
        long body = Math.abs(bodySize);
        long elements = Work.weight(range);
        Work.charge(Math.multiplyExact(elements, body));
        if (bodySize < 0) {
            Work.charge(elements * elements / 16);
        }
        return range;
    }
}
