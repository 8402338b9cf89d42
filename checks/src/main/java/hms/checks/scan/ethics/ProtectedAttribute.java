package hms.checks.scan.ethics;

import hms.artifact.Input;
import hms.artifact.Value;
import hms.checks.scan.NameWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What US law protects people from being treated by: Title VII of the Civil Rights Act (42 U.S.C.
/// 2000e-2), the Age Discrimination Act (42 U.S.C. 6102) and ADEA, ADA, GINA, the Fair Housing Act,
/// the Equal Credit Opportunity Act, USERRA, and 8 U.S.C. 1324b.
enum ProtectedAttribute {
    RACE(
            "race",
            "race; races; racial",
            "horse; boat; car; track; condition",
            "black; white; asian"),
    COLOUR("colour of skin", "skin color; skin colour; skin tone; complexion", "", ""),
    ETHNICITY(
            "ethnicity",
            "ethnicity; ethnic; hispanic; latino; latina; latinx; tribe; tribal",
            "",
            "hispanic; latino; non-hispanic"),
    RELIGION(
            "religion",
            "religion; religious; creed; faith; denomination",
            "good; bill; currency; coin",
            "christian; muslim; jewish; hindu; buddhist; catholic; protestant"),
    NATIONAL_ORIGIN(
            "national origin",
            "national origin; nationality; ancestry; birthplace; place of birth; country of birth;"
                    + " birth country; country of origin; native language; mother tongue",
            "goods; product; shipment; import; crop; animal",
            ""),
    SEX(
            "sex or gender",
            "sex; gender; female; male; woman; women; transgender",
            "connector; plug; animal; cattle",
            "male; female; man; woman; nonbinary; non-binary"),
    PREGNANCY("pregnancy", "pregnant; pregnancy; maternity; breastfeeding", "", ""),
    ORIENTATION(
            "sexual orientation",
            "sexual orientation; gay; lesbian; bisexual; homosexual; lgbt; lgbtq",
            "",
            "gay; lesbian; bisexual; heterosexual; straight"),
    MARITAL_STATUS(
            "marital or familial status",
            "marital; married; unmarried; divorced; widowed; familial status; family status",
            "",
            "single; married; divorced; widowed; separated"),
    DISABILITY(
            "disability",
            "disability; disabilities; disabled; handicap; handicapped; impairment; wheelchair",
            "feature; account; option; asset; goodwill; sensor",
            ""),
    AGE(
            "age",
            "age; ages; aged; birth date; birthdate; date of birth; dob; birth year; year of birth;"
                    + " elderly; senior citizen; birthday",
            "vehicle; building; house; home; dwelling; equipment; engine; boiler; roof; pipe; tank;"
                    + " sample; reading; data; cache; file; record; document; account; debt;"
                    + " claim; invoice; sensor; device; battery; tree; stand; well; facility; plant;"
                    + " car; bridge; message; report; filter; stone; ice",
            ""),
    GENETICS(
            "genetic information",
            "genetic; genetics; genome; genotype; dna; family medical history; family history",
            "crop; seed; plant; animal; organism",
            ""),
    VETERAN_STATUS(
            "veteran status",
            "veteran; veterans; military status; military service; service member; servicemember",
            "",
            "veteran; non-veteran"),
    CITIZENSHIP(
            "citizenship or immigration status",
            "citizenship; citizen; noncitizen; immigration; immigrant; visa status; alien status;"
                    + " residency status",
            "senior",
            "citizen; noncitizen; non-citizen; alien; permanent resident; refugee");

    private final String words;
    private final String names;
    private final String things;
    private final String groups;

    /// @param names what inputs about it are called
    /// @param things words beside the name that say that it is not about a person
    /// @param groups what the values of such an input are
    ProtectedAttribute(String words, String names, String things, String groups) {
        this.words = words;
        this.names = names;
        this.things = things;
        this.groups = groups;
    }

    private static List<String> split(String list) {
        return Arrays.stream(list.split("; *", -1)).filter(each -> !each.isEmpty()).toList();
    }

    /// What it is called.
    String words() {
        return words;
    }

    /// The attribute that an input is about, by its name, or by the values that it can have.
    static Optional<ProtectedAttribute> of(Input input) {
        return of(input.name()).or(() -> ofGroups(input.allowed()));
    }

    /// The attribute that a name is about.
    static Optional<ProtectedAttribute> of(String name) {
        var found = NameWords.of(name);
        return Arrays.stream(values())
                .filter(each -> each.isNamed(found) && !found.hasAny(split(each.things)))
                .findFirst();
    }

    private boolean isNamed(NameWords found) {
        return split(names).stream().anyMatch(name -> found.contains(List.of(name.split(" ", -1))));
    }

    private static Optional<ProtectedAttribute> ofGroups(List<Value> allowed) {
        var texts = new ArrayList<String>();
        for (var value : allowed) {
            if (value instanceof Value.Text text) {
                texts.add(text.text().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
        }
        return Arrays.stream(values())
                .filter(each -> texts.stream().filter(split(each.groups)::contains).count() >= 2)
                .findFirst();
    }
}
