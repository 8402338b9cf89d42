package hms.checks.scan.privacy;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Social security, card and phone numbers. A text is cut into runs of digits with at most two
/// separators between them; those with enough digits are held against the forms that such numbers
/// are written in. What might as well be an amount counts only where the words before it say what
/// it is.
final class Numbers {
    private static final int FEWEST = 8;
    private static final int LOOK_BACK = 40;
    private static final String SEPARATORS = " .-/()";

    private static final Pattern SSN = Pattern.compile("[0-9]{3}-[0-9]{2}-[0-9]{4}");
    private static final Pattern SSN_IF_SAID =
            Pattern.compile("[0-9]{3}[ .]?[0-9]{2}[ .]?[0-9]{4}");
    private static final Pattern CARD =
            Pattern.compile(
                    "[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4}(?:[ -][0-9]{1,3})?"
                            + "|[0-9]{4}[ -][0-9]{6}[ -][0-9]{4,5}|[0-9]{13,19}");
    private static final Pattern PHONE =
            Pattern.compile(
                    "(?:\\+?1[ .-]?)?(?:\\([2-9][0-9]{2}\\) ?[2-9][0-9]{2}[ .-][0-9]{4}"
                            + "|[2-9][0-9]{2}-[2-9][0-9]{2}-[0-9]{4}"
                            + "|[2-9][0-9]{2}\\.[2-9][0-9]{2}\\.[0-9]{4}"
                            + "|[2-9][0-9]{2} [2-9][0-9]{2}-[0-9]{4})"
                            + "|\\+1[ .-]?[2-9][0-9]{2}[ .-]?[2-9][0-9]{2}[ .-]?[0-9]{4}");
    private static final Pattern PHONE_IF_SAID =
            Pattern.compile(
                    "(?:\\+?1[ .-]?)?\\(?[2-9][0-9]{2}\\)?[ .-]?[2-9][0-9]{2}[ .-]?[0-9]{4}");
    private static final Pattern THOUSANDS = Pattern.compile("\\+[0-9]{1,3}(?:[ .][0-9]{3})+");
    private static final Pattern SAYS_SSN =
            Pattern.compile(
                    "(?:^|[^a-z])(?:ssn|itin|tin)(?:[^a-z]|$)|social.?security|tax.?payer.?id");
    private static final Pattern SAYS_PHONE =
            Pattern.compile(
                    "(?:^|[^a-z])(?:phone|telephone|tel|fax|cell|cellphone|mobile|call|dial|hotline"
                            + "|helpline|telefon|fon|handy|sms|whatsapp|text)(?:[^a-z]|$)");

    private final String text;
    private final List<Sighting> seen = new ArrayList<>();

    private Numbers(String text) {
        this.text = text;
    }

    static List<Sighting> in(String text) {
        var numbers = new Numbers(text);
        numbers.look();
        return numbers.seen;
    }

    private void look() {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (!isDigit(c) && c != '+' && c != '(') {
                at++;
                continue;
            }
            at = Math.max(at + 1, run(at));
        }
    }

    /// Looks at the run that begins here; returns where it ends.
    private int run(int from) {
        int digits = 0;
        int gap = 0;
        int end = from;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                digits++;
                gap = 0;
                end = i + 1;
            } else if (i > from && (gap == 2 || SEPARATORS.indexOf(c) < 0)) {
                break;
            } else {
                gap += i > from ? 1 : 0;
            }
        }
        if (digits >= FEWEST) {
            social(from, end);
            cards(from, end);
            phones(from, end);
        }
        return end;
    }

    private void social(int from, int end) {
        forms(SSN, from, end, (a, b) -> isSsn(a, b));
        forms(SSN_IF_SAID, from, end, (a, b) -> isSsn(a, b) && says(SAYS_SSN, a));
    }

    /// No area 000, 666 or 900 to 999, no group 00, no serial 0000 (20 CFR 422.103, SSA).
    private boolean isSsn(int from, int to) {
        var digits = digits(from, to);
        var area = digits.substring(0, 3);
        return !area.equals("000")
                && !area.equals("666")
                && area.charAt(0) != '9'
                && !digits.startsWith("00", 3)
                && !digits.endsWith("0000");
    }

    private void cards(int from, int end) {
        forms(CARD, from, end, (a, b) -> Cards.isCard(digits(a, b)));
    }

    private void phones(int from, int end) {
        if (text.charAt(from) == '+' && isFree(from, end) && isInternational(from, end)) {
            add(PersonalKind.PHONE, from, end);
        }
        forms(PHONE, from, end, (a, b) -> isAmerican(a, b));
        forms(PHONE_IF_SAID, from, end, (a, b) -> isAmerican(a, b) && says(SAYS_PHONE, a));
    }

    /// Written as ITU-T E.164 and E.123 say, and not a number of thousands with a sign.
    private boolean isInternational(int from, int end) {
        var digits = digits(from, end);
        if (digits.length() > 15 || digits.charAt(0) == '0') {
            return false;
        }
        if (digits.charAt(0) == '1') {
            return false; // of North America: the forms for that
        }
        boolean said = says(SAYS_PHONE, from);
        var written = text.substring(from, end);
        boolean spaced = written.length() > digits.length() + 1;
        return said
                || (spaced
                        ? !THOUSANDS.matches(written) && digits.length() >= 9
                        : digits.length() >= 11);
    }

    /// No area that ends in 11: those are service codes.
    private boolean isAmerican(int from, int to) {
        var digits = digits(from, to);
        var number = digits.substring(digits.length() - 10);
        return !number.startsWith("11", 1);
    }

    /// Whether what stands there is of this form and fits.
    private interface Fits {
        boolean test(int from, int to);
    }

    private void forms(Pattern form, int from, int end, Fits fits) {
        var match = form.matcher(text.substring(from, end));
        while (match.find()) {
            int a = from + match.start();
            int b = from + match.end();
            if (isFree(a, b) && fits.test(a, b)) {
                add(kind(form), a, b);
            }
        }
    }

    private static PersonalKind kind(Pattern form) {
        if (form.equals(SSN) || form.equals(SSN_IF_SAID)) {
            return PersonalKind.SSN;
        }
        return form.equals(CARD) ? PersonalKind.CARD : PersonalKind.PHONE;
    }

    private void add(PersonalKind kind, int from, int to) {
        Sighting.addTo(seen, new Sighting(kind, from, to));
    }

    /// Whether it is not part of something longer: a word, a decimal, a number with more groups.
    private boolean isFree(int from, int to) {
        if (from > 0) {
            char before = text.charAt(from - 1);
            if (isDigit(before) || Character.isLetter(before) || "_-./#&".indexOf(before) >= 0) {
                return false;
            }
        }
        if (to < text.length()) {
            char after = text.charAt(to);
            if (isDigit(after) || Character.isLetter(after) || after == '_') {
                return false;
            }
            boolean joins = "-./".indexOf(after) >= 0;
            return !joins
                    || to + 1 == text.length()
                    || !Character.isLetterOrDigit(text.charAt(to + 1));
        }
        return true;
    }

    private boolean says(Pattern words, int before) {
        return words.matcher(
                        text.substring(Math.max(0, before - LOOK_BACK), before)
                                .toLowerCase(Locale.ROOT))
                .find();
    }

    private String digits(int from, int to) {
        var digits = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (isDigit(text.charAt(i))) {
                digits.append(text.charAt(i));
            }
        }
        return digits.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
