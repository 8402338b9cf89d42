package hms.client;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a record of values.
final class RecordBinding {
    private RecordBinding() {}

    static <R> R bind(Class<R> type, Map<String, Object> values, String place) {
        var components = type.getRecordComponents();
        var arguments = new @Nullable Object[components.length];
        for (var i = 0; i < components.length; i++) {
            arguments[i] = argument(components[i], values, place);
        }
        var types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new ValueAbsent(
                    type.getSimpleName() + " refuses the values of " + place + ": " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "the record " + type.getName() + " cannot be made; open its package", e);
        }
    }

    private static @Nullable Object argument(
            RecordComponent component, Map<String, Object> values, String place) {
        var name = component.getName();
        var value = values.containsKey(name) ? values.get(name) : values.get(snake(name));
        if (component.getType() == Optional.class) {
            var inner =
                    ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            return Optional.ofNullable(value).map(v -> convert(raw(inner), v, name, place));
        }
        if (value == null) {
            throw new ValueAbsent(
                    place + " has no value '" + name + "'; it has " + values.keySet());
        }
        return convert(component.getType(), value, name, place);
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType parameterized
                ? (Class<?>) parameterized.getRawType()
                : (Class<?>) type;
    }

    @SuppressWarnings("unchecked")
    private static Object convert(Class<?> type, Object value, String name, String place) {
        if (type.isInstance(value) || (type == boolean.class && value instanceof Boolean)) {
            return value;
        }
        try {
            if (value instanceof BigDecimal number) {
                if (type == int.class || type == Integer.class) {
                    return number.intValueExact();
                }
                if (type == long.class || type == Long.class) {
                    return number.longValueExact();
                }
                if (type == double.class || type == Double.class) {
                    return number.doubleValue();
                }
            }
        } catch (ArithmeticException e) {
            throw new ValueAbsent(
                    name
                            + " of "
                            + place
                            + " is "
                            + value
                            + ", which is no "
                            + type.getSimpleName());
        }
        if (value instanceof String text && type.isEnum()) {
            for (var constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equalsIgnoreCase(text.replace('-', '_'))) {
                    return constant;
                }
            }
        }
        if (value instanceof Map<?, ?> map && type.isRecord()) {
            return bind(type, (Map<String, Object>) map, name + " of " + place);
        }
        throw new ValueAbsent(
                "%s of %s is %s, which is no %s"
                        .formatted(name, place, value, type.getSimpleName()));
    }

    /// `advisoryShare` as `advisory_share`.
    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
