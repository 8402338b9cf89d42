package hms.checks.scan.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SightingsTest {
    /// A kind, and a line in which it is between the brackets.
    static List<String> personal() {
        return """
        SSN [123-45-6789]
        SSN id [219-09-9999], see file
        SSN ([078-05-1120])
        SSN number: [899-99-9999].
        SSN a,1,[001-01-0001],2
        SSN "ssn":"[123456789]"
        SSN social security number [123 45 6789]
        SSN Social-Security: [665.12.3456]
        SSN his ssn is [123‑45‑6789] with other dashes
        SSN wide digits [１２３-４５-６７８９]
        SSN taxpayer id [123456789]
        EMAIL [jane.doe@gmail.com]
        EMAIL mail [j@x.co], or call
        EMAIL <[jane+tag@mail.example.org]>
        EMAIL jane_doe: [jane_doe@sub.dept.state.gov]
        EMAIL [o'neil@irish.ie]
        EMAIL [jörg.müller@firma.de]
        EMAIL mailto:[x%y@z.info]
        EMAIL a,[JANE@EXAMPLE.COM],b
        EMAIL [12345@qq.com]
        PHONE [(202) 555-0143]
        PHONE call [202-555-0143]
        PHONE [202.555.0143]
        PHONE [1-800-555-1212]
        PHONE [+1 202 555 0143]
        PHONE [+12025550143]
        PHONE [+1-202-555-0143]
        PHONE [+44 20 7946 0958]
        PHONE [+442079460958]
        PHONE [+49 30 901820]
        PHONE [+49 (0)30 90182-0]
        PHONE [+33 1 42 76 40 40]
        PHONE phone: [2025550143]
        PHONE phone_number,[2025550143]
        PHONE Tel. [202 555 0143]
        PHONE "mobile":"[2025550143]"
        PHONE fax [12025550143]
        PHONE [212 555-0188]
        PHONE tel [+49301234]
        CARD [4111 1111 1111 1111]
        CARD [4111111111111111]
        CARD [4242-4242-4242-4242]
        CARD a,[5555555555554444],b
        CARD [2223003122003222]
        CARD [378282246310005]
        CARD [3782 822463 10005]
        CARD [6011111111111117]
        CARD [3530111333300000]
        CARD [30569309025904]
        CARD card [6200000000000005]
        IBAN [DE89 3704 0044 0532 0130 00]
        IBAN [DE89370400440532013000]
        IBAN pay to [GB82 WEST 1234 5698 7654 32].
        IBAN [FR1420041010050500013M02606]
        IBAN [NL91ABNA0417164300]
        IBAN a,[CH9300762011623852957],b
        IBAN [ES9121000418450200051332]
        IBAN IBAN:[BE68539007547034]
        IBAN [NO9386011117947]
        BIRTH_DATE born [1980-03-04]
        BIRTH_DATE DOB: [03/04/1980]
        BIRTH_DATE dob=[1980/03/04]
        BIRTH_DATE born on [4 March 1980]
        BIRTH_DATE Date of birth: [March 4, 1980]
        BIRTH_DATE geboren am [04.03.1980]
        BIRTH_DATE his birthday is [1980-03-04]
        BIRTH_DATE Geburtsdatum: [4.3.1980]
        RECORD MRN: [12345678]
        RECORD patient id [A-12345]
        RECORD Medical record number: [00123456]
        """
                .lines()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("personal")
    void personal_data_is_seen_where_it_is(String line) {
        var kind = PersonalKind.valueOf(line.substring(0, line.indexOf(' ')));
        var marked = line.substring(line.indexOf(' ') + 1);
        var text = marked.replace("[", "").replace("]", "");
        int from = marked.indexOf('[');
        int to = marked.indexOf(']') - 1;

        assertThat(Sightings.in(text)).containsExactly(new Sighting(kind, from, to));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "limit: 25",
                "sensor-01,2023-01-01,8.9",
                "2024-09-01T00:00:00Z",
                "household-0001,2020-12-13,85437.32,3,4,AZ",
                "12490 12760 12880 13590",
                "000-12-3456",
                "666-12-3456",
                "900-12-3456",
                "987-65-4321",
                "123-00-4567",
                "123-45-0000",
                "A123-45-6789",
                "123-45-67890",
                "1123-45-6789",
                "123-45-6789-01",
                "123 45 6789",
                "123456789",
                "income above 123456789",
                "62 FR 38652; 78 FR 3086; 89 FR 16202",
                "document 2024-02637, RIN 2060-AV52, docket EPA-HQ-OAR-2015-0072",
                "42 U.S.C. 1397jj(c)(1)",
                "29 CFR 1607.4 D",
                "Public Law 117-169, 136 Stat. 1818",
                "ISBN 978-3-16-148410-0",
                "202-555-014",
                "2025550143",
                "population 2025550143",
                "threshold: 2125550188.50",
                "911-555-0143",
                "(123) 456-7890",
                "123-456-7890",
                "1,234,567,890",
                "10.20.30.40",
                "192.168.100.200",
                "+25 000 000",
                "+10 000 000 000",
                "+2500000000",
                "income + 1500000",
                "1e10",
                "4111111111111112",
                "4111 1111 1111 1112",
                "1234567890123456",
                "0000000000000000",
                "9999999999999999",
                "4111111111111111.25",
                "79927398713",
                "3.141592653589793238",
                "sha256:4111111111111111aaaa",
                "urn:uuid:123e4567-e89b-12d3-a456-426614174000",
                "DE00370400440532013000",
                "DE8937040044053201300",
                "XX89370400440532013000",
                "GB82 WEST 1234 5698 7654 33",
                "MD5 of ABCD12EF34567890",
                "born before 1957-01-01",
                "born on or after 2010-01-01",
                "children born in 2010 or later",
                "effective 2010-01-01",
                "birth rates of 2010-2020",
                "newborn 2010-01-01 screening",
                "dobson 2010-01-01",
                "a@b",
                "@media",
                "user@localhost",
                "git@github.com",
                "x @ y.com",
                "50 @ 2.50 each",
                "patient days 12345",
                "patients 65 and over",
                "MRN is a number",
                "case number 3",
                "version 1.2.3-4.5.6789",
                "10-20-3000",
                "2019-2020-2021",
                "limits 100-200-3000 by size",
                "40 CFR 50.18",
                "ORCID 0000-0002-1825-0097",
            })
    void what_is_nobodys_is_let_be(String line) {
        assertThat(Sightings.in(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "123-45-",
                "a@",
                "a@b.cc-",
                "a@b.c",
                "@",
                "+1",
                "(",
                "((1",
                "4",
                "4111 ",
                "DE89",
                "DE89 ",
                "born on ",
                "DOB 1",
                "1.",
                "1-",
                "1 (",
                "+",
                "x@y.zz ",
                "123-45-6789 ",
                "123-45-6789-",
                "1 1 1 ",
                "phone 1",
                "mrn: 1",
                "DE89370400440532013000 ",
                "4111111111111111 "
            })
    void hostile_line_takes_no_longer_than_its_length(String piece) {
        var line = piece.repeat((1 << 20) / piece.length());

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThatCode(() -> Sightings.in(line)).doesNotThrowAnyException());
    }
}
