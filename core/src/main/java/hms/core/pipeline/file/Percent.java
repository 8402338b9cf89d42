package hms.core.pipeline.file;

import java.math.BigDecimal;
import java.util.Optional;

/// A share written as `95%`.
public final class Percent {

    private Percent() {}

    /// The share, from 0 to 1; empty if the text is none.
    public static Optional<BigDecimal> parse(String text) {
        if (!text.matches("(\\d{1,3})(\\.\\d{1,6})?\\s*%")) {
            return Optional.empty();
        }
        var share = new BigDecimal(text.replace("%", "").strip()).movePointLeft(2);
        return share.compareTo(BigDecimal.ONE) <= 0 ? Optional.of(share) : Optional.empty();
    }
}
