package hms.checks.scan.privacy;

import com.google.re2j.Pattern;
import hms.checks.scan.NameWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Names of keys and columns that say what stands there: `dob`, `patientName`, `case_number`. The
/// last words count, so that `case_number_length` is none.
final class SensitiveName {
    private static final Pattern DATE =
            Pattern.compile(
                    "[0-9]{4}[-/.]?[0-9]{1,2}[-/.]?[0-9]{1,2}|[0-9]{1,2}[-/. ]{1,2}[0-9]{1,2}[-/. ]{1,2}[0-9]{2,4}"
                            + "|[A-Za-z]{3,9}\\.? [0-9]{1,2},? [0-9]{4}|[0-9]{1,2}\\.? [A-Za-z]{3,9}\\.? [0-9]{4}");
    private static final List<String> LIMITS =
            List.of("before", "after", "until", "since", "cutoff", "limit", "min", "max");
    private static final Map<PersonalKind, List<List<String>>> NAMES =
            Map.of(
                    PersonalKind.SSN,
                    words("ssn; social security number; social security no; social security; itin"),
                    PersonalKind.PHONE,
                    words(
                            "phone; telephone; mobile; cell; cellphone; fax; phone number;"
                                    + " telephone number; mobile number; cell number; fax number;"
                                    + " phone no; home phone; work phone; telefon; telefonnummer;"
                                    + " handynummer"),
                    PersonalKind.CARD,
                    words("card number; card no; credit card; pan"),
                    PersonalKind.IBAN,
                    words("iban; account number; account no; bank account"),
                    PersonalKind.BIRTH_DATE,
                    words(
                            "dob; date of birth; birth date; birthdate; birthday; birth day; born;"
                                    + " born on; date born; geburtsdatum; geburtstag; geb datum;"
                                    + " fecha nacimiento; fecha de nacimiento; date naissance;"
                                    + " date de naissance"),
                    PersonalKind.RECORD,
                    words(
                            "mrn; medical record; medical record number; medical record no;"
                                    + " medical record id; record number; patient id; patient number;"
                                    + " patient no; health record number; case number; case no;"
                                    + " case id; licence; licence number; licence no; license;"
                                    + " license number; license no; driver license; drivers license;"
                                    + " driving licence; passport; passport number; passport no;"
                                    + " member id; member number; medicaid id; medicare id;"
                                    + " medicare number; medicaid number; beneficiary id;"
                                    + " beneficiary number; insurance number; policyholder number;"
                                    + " national id; national insurance number; nino; tax id;"
                                    + " taxpayer id; claim number; claimant id; client id;"
                                    + " versichertennummer; versicherungsnummer; steuer id;"
                                    + " steuernummer; aktenzeichen; ausweisnummer; personalausweis"),
                    PersonalKind.NAME,
                    words(
                            "first name; firstname; last name; lastname; surname; family name;"
                                    + " given name; middle name; maiden name; full name; fullname;"
                                    + " patient name; applicant name; customer name; client name;"
                                    + " claimant name; beneficiary name; person name; child name;"
                                    + " parent name; spouse name; employee name; member name;"
                                    + " holder name; vorname; nachname; familienname; nom de famille;"
                                    + " prenom; apellido; apellidos"),
                    PersonalKind.ADDRESS,
                    words(
                            "street address; home address; postal address; mailing address;"
                                    + " residential address; street name; anschrift; wohnanschrift"));

    private SensitiveName() {}

    private static List<List<String>> words(String names) {
        var all = new ArrayList<List<String>>();
        for (var name : names.split("; *", -1)) {
            all.add(List.of(name.split(" ", -1)));
        }
        return all;
    }

    /// What stands under a name; empty if the name does not say.
    static Optional<PersonalKind> of(String name) {
        var words = NameWords.of(name);
        if (words.words().isEmpty() || words.hasAny(LIMITS)) {
            return Optional.empty();
        }
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(words::endsWith))
                .map(Map.Entry::getKey)
                .min(Enum::compareTo);
    }

    /// Whether a text can be what its name says: `n/a` is nobody's passport.
    static boolean fits(PersonalKind kind, String text) {
        var digits = text.chars().filter(Character::isDigit).count();
        return switch (kind) {
            case SSN -> digits >= 4;
            case PHONE -> digits >= 7;
            case CARD -> digits >= 12;
            case IBAN -> digits >= 5;
            case BIRTH_DATE -> DATE.matches(text.strip());
            case RECORD -> digits >= 3 && text.strip().length() <= 40;
            case EMAIL -> text.contains("@");
            case NAME, ADDRESS ->
                    text.chars().anyMatch(Character::isLetter)
                            && !List.of(
                                            "true", "false", "yes", "no", "n/a", "none", "unknown",
                                            "null")
                                    .contains(text.strip().toLowerCase(Locale.ROOT));
        };
    }
}
