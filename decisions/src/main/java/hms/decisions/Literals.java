package hms.decisions;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// The exact decimal behind a number in an expression, of which the parser has kept only the
/// nearest double.
final class Literals {
    private static final Pattern NUMBER =
            Pattern.compile("-?[0-9]*\\.?[0-9]+([eE][+-]?[0-9]+)?", Pattern.DOTALL);

    private Literals() {}

    /// The decimal as written, or what the double says where the parser made it up.
    ///
    /// @param text the expression from the number on
    /// @param parsed what the parser made of it
    /// @throws RuleFailure if it has too many digits
    static Decimal exact(String text, double parsed) {
        var matcher = NUMBER.matcher(text);
        if (matcher.lookingAt()) {
            var written = Decimal.parse(matcher.group());
            if (written.toBigDecimal().doubleValue() == parsed) {
                return written;
            }
        }
        return Decimal.of(BigDecimal.valueOf(parsed));
    }
}
