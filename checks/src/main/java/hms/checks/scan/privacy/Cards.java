package hms.checks.scan.privacy;

/// Numbers of payment cards: the issuer's first digits (ISO/IEC 7812), its lengths, and the check
/// digit by Luhn.
final class Cards {
    private Cards() {}

    static boolean isCard(String digits) {
        return isIssued(digits) && hasCheckDigit(digits) && digits.chars().distinct().count() > 1;
    }

    private static boolean isIssued(String digits) {
        int length = digits.length();
        if (length < 14 || length > 19) {
            return false;
        }
        int two = Integer.parseInt(digits.substring(0, 2));
        int four = Integer.parseInt(digits.substring(0, 4));
        if (two == 34 || two == 37) {
            return length == 15; // American Express
        }
        if (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059)) {
            return length == 14 || length == 16; // Diners Club
        }
        if (digits.charAt(0) == '4') {
            return length == 16 || length == 19; // Visa
        }
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
            return length == 16; // Mastercard
        }
        boolean others =
                four == 6011 // Discover
                        || two == 65
                        || (four >= 6440 && four <= 6499)
                        || two == 62 // UnionPay
                        || (four >= 3528 && four <= 3589); // JCB
        return others && length >= 16;
    }

    private static boolean hasCheckDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }
}
