package hms.artifact;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// For whom a version is: readers with certain attributes, a share of the readers, or both. As
/// text: `region:NCR`, `5%`, `region:NCR 5%`, or `global` for everybody.
///
/// @param attributes all of them have to be as given
/// @param buckets how many of the 10,000 buckets are in, from the lowest: 500 for 5 %; 10,000 for
///     all
public record Selector(Map<String, String> attributes, int buckets) {
    /// Everybody.
    public static final Selector GLOBAL = new Selector(Map.of(), Bucket.COUNT);

    private static final Pattern ATTRIBUTE =
            Pattern.compile("([a-z][A-Za-z0-9_.-]{0,62}):([^\\s:%]{1,100})");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,2})?)%");
    private static final Pattern FRACTION = Pattern.compile("0?\\.\\d{1,4}|[01](?:\\.0{1,4})?");
    private static final int MAX_TEXT = 400;

    public Selector {
        if (buckets < 1 || buckets > Bucket.COUNT) {
            throw new IllegalArgumentException(
                    "a share is more than 0% and at most 100%, in steps of 0.01%");
        }
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /// Reads a selector. A share may also be written as a fraction, `0.05`.
    ///
    /// @return empty if the text is none
    public static Optional<Selector> parse(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        var attributes = new TreeMap<String, String>();
        var buckets = Bucket.COUNT;
        var shares = 0;
        for (var part : text.strip().split("\\s+", -1)) {
            var attribute = ATTRIBUTE.matcher(part);
            if (attribute.matches()) {
                if (attributes.put(attribute.group(1), attribute.group(2)) != null) {
                    return Optional.empty();
                }
            } else if (!part.equals("global")) {
                buckets = share(part);
                shares++;
            } else if (attributes.size() + shares > 0 || !text.strip().equals("global")) {
                return Optional.empty();
            }
        }
        return shares > 1 || buckets < 1 || buckets > Bucket.COUNT
                ? Optional.empty()
                : Optional.of(new Selector(attributes, buckets));
    }

    /// The buckets of `5%` or `0.05`; 0 if the text is no share.
    private static int share(String text) {
        var percent = SHARE.matcher(text);
        if (percent.matches()) {
            return new BigDecimal(percent.group(1)).movePointRight(2).intValue();
        }
        return FRACTION.matcher(text).matches()
                ? new BigDecimal(text).movePointRight(4).intValue()
                : 0;
    }

    /// Whether a reader is in.
    ///
    /// @param run the run whose canary it is: a reader stays in or out for all of it
    public boolean selects(Context reader, int run) {
        for (var wanted : attributes.entrySet()) {
            if (!wanted.getValue().equals(reader.attributes().get(wanted.getKey()))) {
                return false;
            }
        }
        return buckets == Bucket.COUNT || Bucket.of(run, reader.key()) < buckets;
    }

    /// The same attributes with another share.
    public Selector withBuckets(int count) {
        return new Selector(attributes, count);
    }

    /// Whether everybody is in.
    public boolean isGlobal() {
        return attributes.isEmpty() && buckets == Bucket.COUNT;
    }

    /// The share in percent: `5%`, `0.25%`.
    public String percent() {
        return BigDecimal.valueOf(buckets)
                        .divide(BigDecimal.valueOf(100), 2, RoundingMode.UNNECESSARY)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }

    /// As [#parse] reads it.
    public String text() {
        if (isGlobal()) {
            return "global";
        }
        List<String> parts = new ArrayList<>();
        attributes.forEach((name, value) -> parts.add(name + ":" + value));
        if (buckets < Bucket.COUNT) {
            parts.add(percent());
        }
        return String.join(" ", parts);
    }

    @Override
    public String toString() {
        return text();
    }
}
