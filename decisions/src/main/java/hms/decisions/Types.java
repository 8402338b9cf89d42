package hms.decisions;

import com.google.re2j.Pattern;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import hms.decisions.FunctionTable.Parameter;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// The types of the rule language. There is one kind of number, exact; a date is a date and never
/// an instant.
final class Types {
    static final CelType NUMBER = OpaqueType.create("number");
    static final CelType DATE = OpaqueType.create("date");
    static final CelType TEXT = SimpleType.STRING;
    static final CelType TRUTH = SimpleType.BOOL;
    static final CelType MIXED = SimpleType.DYN;

    /// A regular expression that was compiled with the rule.
    static final CelType PATTERN = OpaqueType.create("pattern");

    static final CelType A = TypeParamType.create("A");
    static final CelType B = TypeParamType.create("B");
    static final CelType LIST_OF_A = ListType.create(A);
    static final CelType MAP_OF_A_B = MapType.create(A, B);

    static final Parameter<Decimal> A_NUMBER = Parameter.of(NUMBER, Decimal.class);
    static final Parameter<LocalDate> A_DATE = Parameter.of(DATE, LocalDate.class);
    static final Parameter<String> A_TEXT = Parameter.of(TEXT, String.class);
    static final Parameter<Boolean> A_TRUTH = Parameter.of(TRUTH, Boolean.class);
    static final Parameter<Pattern> A_PATTERN = Parameter.of(PATTERN, Pattern.class);
    static final Parameter<Object> AN_A = Parameter.of(A, Object.class);
    static final Parameter<Long> A_COUNT = Parameter.of(SimpleType.INT, Long.class);

    @SuppressWarnings("rawtypes") // CEL binds by the erased class
    static final Parameter<List> A_LIST = Parameter.of(LIST_OF_A, List.class);

    @SuppressWarnings("rawtypes")
    static final Parameter<List> NUMBERS = Parameter.of(ListType.create(NUMBER), List.class);

    @SuppressWarnings("rawtypes")
    static final Parameter<Map> A_MAP = Parameter.of(MAP_OF_A_B, Map.class);

    private Types() {}
}
