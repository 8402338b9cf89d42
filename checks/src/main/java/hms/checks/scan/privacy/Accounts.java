package hms.checks.scan.privacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers of bank accounts by ISO 13616: a country, two check digits, and as many characters as
/// that country has, so that the remainder by 97 is 1.
final class Accounts {
    private static final int LONGEST = 34;
    private static final String LENGTHS =
            "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22"
                    + " DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28"
                    + " HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20"
                    + " LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28"
                    + " PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28"
                    + " TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";
    private static final Map<String, Integer> LENGTH = lengths();

    private Accounts() {}

    private static Map<String, Integer> lengths() {
        var lengths = new HashMap<String, Integer>();
        for (var each : LENGTHS.split(" ", -1)) {
            lengths.put(each.substring(0, 2), Integer.valueOf(each.substring(2)));
        }
        return lengths;
    }

    static List<Sighting> in(String text) {
        var seen = new ArrayList<Sighting>();
        for (int i = 0; i + 15 <= text.length(); i++) {
            if (isUpper(text.charAt(i))
                    && isUpper(text.charAt(i + 1))
                    && isDigit(text.charAt(i + 2))
                    && isDigit(text.charAt(i + 3))
                    && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))) {
                int end = end(text, i);
                if (end > 0) {
                    seen.add(new Sighting(PersonalKind.IBAN, i, end));
                    i = end - 1;
                }
            }
        }
        return seen;
    }

    /// Where the number that begins here ends; 0 if none does.
    private static int end(String text, int from) {
        var length = LENGTH.get(text.substring(from, from + 2));
        if (length == null) {
            return 0;
        }
        var number = new StringBuilder(LONGEST);
        int at = from;
        while (at < text.length() && number.length() < length) {
            char c = text.charAt(at);
            if (isUpper(c) || isDigit(c)) {
                number.append(c);
            } else if (c != ' ' || text.charAt(at - 1) == ' ') {
                return 0;
            }
            at++;
        }
        boolean isWhole =
                number.length() == length
                        && (at == text.length() || !Character.isLetterOrDigit(text.charAt(at)));
        return isWhole && remainder(number) == 1 ? at : 0;
    }

    private static int remainder(CharSequence number) {
        int remainder = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt((i + 4) % number.length());
            remainder =
                    isDigit(c)
                            ? (remainder * 10 + (c - '0')) % 97
                            : (remainder * 100 + (c - 'A' + 10)) % 97;
        }
        return remainder;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
