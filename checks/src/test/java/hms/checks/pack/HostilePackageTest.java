package hms.checks.pack;

import static hms.checks.pack.Forger.concat;
import static hms.checks.pack.Forger.gzip;
import static hms.checks.pack.Forger.replaced;
import static hms.checks.pack.Forger.tar;
import static hms.checks.pack.Forger.tarBomb;
import static hms.checks.pack.Forger.tgz;
import static hms.checks.pack.Forger.zip;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import hms.checks.pack.Forger.TarMember;
import hms.checks.pack.Forger.ZipEntry;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostilePackageTest {
    /// One package that must be refused.
    record Case(String what, byte[] bytes, String code, String says) {
        @Override
        public String toString() {
            return what;
        }
    }

    @ParameterizedTest
    @MethodSource({"names", "kinds", "bombs", "damage", "documents", "contents"})
    void hostile_package_is_refused_with_its_reason(Case hostile) {
        var result =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10),
                        () -> PackageReader.read(hostile.bytes(), "upload.bin"));

        assertThat(result).isInstanceOf(ReadResult.Refused.class);
        var finding = ((ReadResult.Refused) result).findings().getFirst();
        assertThat(finding.code()).as(finding.text()).isEqualTo(hostile.code());
        assertThat(finding.message()).contains(hostile.says());
        assertThat(finding.remedy()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damaged_packages_are_refused_and_never_crash_the_reader(long seed) {
        var random = new java.util.Random(seed);
        for (var format : PackageFormat.values()) {
            var good = Samples.packed(format).bytes();
            for (var round = 0; round < 100; round++) {
                var bytes =
                        random.nextInt(4) == 0
                                ? Arrays.copyOf(good, random.nextInt(good.length))
                                : good.clone();
                for (var flip = random.nextInt(3); flip >= 0 && bytes.length > 0; flip--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                if (PackageReader.read(bytes, "seed " + seed) instanceof ReadResult.Read read) {
                    // A flipped bit that no reader looks at (a time, a header's flag) may pass;
                    // what is read may not differ.
                    assertThat(Samples.digestOf(read.contents()))
                            .isEqualTo(Samples.digestOf(Samples.contents()));
                }
            }
        }
    }

    static Stream<Case> names() {
        var unsafe =
                Stream.of(
                        "../evil",
                        "a/../../evil",
                        "a/./b",
                        "..",
                        "/etc/passwd",
                        "//host/share",
                        "C:/evil",
                        "C:evil",
                        "a\\b",
                        "..\\evil",
                        "file:stream",
                        "a//b",
                        "trailing. ",
                        "dot./x",
                        " leading",
                        "line\nbreak",
                        "bell\u0007",
                        "\u202Etxt.exe",
                        "zero\u200Bwidth",
                        "decomposed-e\u0301",
                        "x".repeat(99) + "/" + "é".repeat(90));
        var tars =
                unsafe.filter(name -> name.getBytes(UTF_8).length <= 100)
                        .map(
                                name ->
                                        new Case(
                                                "tgz with the name " + name,
                                                tgz(TarMember.file(name)),
                                                "unsafe-name",
                                                "file name"));
        var zips =
                Stream.of("../evil", "/etc/passwd", "C:/evil", "a//b", "\u202Etxt.exe")
                        .map(
                                name ->
                                        new Case(
                                                "zip with the name " + name,
                                                zip(ZipEntry.file(name)),
                                                "unsafe-name",
                                                "file name"));
        var jsons =
                Stream.of("../evil", "/etc/passwd", "C:/evil", "a\\\\b", "", "\\u0000", "\\ud800")
                        .map(
                                name ->
                                        new Case(
                                                "json with the name " + name,
                                                json("\"" + name + "\":{\"text\":\"x\"}"),
                                                "unsafe-name",
                                                "file name"));
        var collisions =
                Stream.of(
                        new Case(
                                "tgz with a name twice",
                                tgz(TarMember.file("a"), TarMember.file("a")),
                                "colliding-names",
                                "twice"),
                        new Case(
                                "tgz with names that differ in case",
                                tgz(TarMember.file("Policy"), TarMember.file("policy")),
                                "colliding-names",
                                "one file on some systems"),
                        new Case(
                                "tgz with names that differ in width",
                                tgz(TarMember.file("a"), TarMember.file("\uFF41")),
                                "colliding-names",
                                "one file on some systems"),
                        new Case(
                                "tgz with a file in a file",
                                tgz(TarMember.file("a"), TarMember.file("a/b")),
                                "colliding-names",
                                "folder"),
                        new Case(
                                "tgz with a file over a folder",
                                tgz(TarMember.file("a/b"), TarMember.file("A")),
                                "colliding-names",
                                "folder"),
                        new Case(
                                "zip with a name twice",
                                zip(ZipEntry.file("a"), ZipEntry.file("a")),
                                "colliding-names",
                                "twice"),
                        new Case(
                                "json with a name twice",
                                json("\"a\":{\"text\":\"x\"},\"a\":{\"text\":\"y\"}"),
                                "damaged-archive",
                                "Duplicate"),
                        new Case(
                                "xml with a name twice",
                                xml("<file name=\"a\">x</file><file name=\"a\">y</file>"),
                                "colliding-names",
                                "twice"));
        return Stream.of(tars, zips, jsons, collisions).flatMap(cases -> cases);
    }

    static Stream<Case> kinds() {
        var tars =
                "1234567S"
                        .chars()
                        .mapToObj(
                                type ->
                                        new Case(
                                                "tgz with a member of type " + (char) type,
                                                tgz(
                                                        TarMember.special(
                                                                "evil",
                                                                (char) type,
                                                                "/etc/passwd")),
                                                "not-a-file",
                                                ""));
        return Stream.concat(
                tars,
                Stream.of(
                        new Case(
                                "tgz with a folder's name",
                                tgz(TarMember.special("folder/", '0', "")),
                                "not-a-file",
                                "folder"),
                        new Case(
                                "zip with a symbolic link",
                                zip(
                                        new ZipEntry(
                                                "link",
                                                0120777,
                                                ZipMethod.STORED,
                                                "/etc/passwd".getBytes(UTF_8))),
                                "not-a-file",
                                "link"),
                        new Case(
                                "zip with a device",
                                zip(new ZipEntry("device", 0060644, ZipMethod.STORED, new byte[1])),
                                "not-a-file",
                                "device"),
                        new Case(
                                "zip with a folder",
                                zip(
                                        new ZipEntry(
                                                "folder/", 0040755, ZipMethod.STORED, new byte[0])),
                                "not-a-file",
                                "folder")));
    }

    static Stream<Case> bombs() {
        return Stream.of(
                new Case(
                        "tgz of a hundred million zeros",
                        tarBomb(100_000_000),
                        "archive-bomb",
                        "times its size"),
                new Case(
                        "tgz in a tgz's clothes, twice",
                        gzip(gzip(new byte[50_000_000])),
                        "damaged-archive",
                        ""),
                new Case(
                        "zip of ten million zeros",
                        zip(
                                new ZipEntry(
                                        "zeros",
                                        0100644,
                                        ZipMethod.DEFLATED,
                                        new byte[10_000_000])),
                        "archive-bomb",
                        "times its size"),
                new Case(
                        "tgz with a file over the limit",
                        gzip(
                                concat(
                                        tar(
                                                new TarMember(
                                                        "big", '0', "", noise(17 << 20), 17 << 20)),
                                        new byte[1024])),
                        "package-too-large",
                        "16 MiB"),
                new Case(
                        "tgz with too many files",
                        tgz(
                                IntStream.range(0, 65_540)
                                        .mapToObj(i -> TarMember.file("f" + i, new byte[0]))
                                        .toArray(TarMember[]::new)),
                        "package-too-large",
                        "65536 files"),
                new Case(
                        "tgz with a file that claims eight gigabytes",
                        tgz(new TarMember("a", '0', "", new byte[1], 07777777777L)),
                        "damaged-archive",
                        ""),
                new Case(
                        "json nested deep",
                        ("{\"format\":\"hms-package/1\",\"files\":" + "{\"a\":".repeat(100_000))
                                .getBytes(UTF_8),
                        "damaged-archive",
                        ""));
    }

    static Stream<Case> damage() {
        var tgz = Samples.packed(PackageFormat.TGZ).bytes();
        var zip = Samples.packed(PackageFormat.ZIP).bytes();
        var plain = tar(TarMember.file("manifest.json"));
        return Stream.of(
                new Case("nothing", new byte[0], "unknown-format", ""),
                new Case("one byte", new byte[] {0x1f}, "unknown-format", ""),
                new Case(
                        "a picture", new byte[] {(byte) 0x89, 'P', 'N', 'G'}, "unknown-format", ""),
                new Case(
                        "tgz cut in the middle",
                        Arrays.copyOf(tgz, tgz.length / 2),
                        "damaged-archive",
                        "gzip"),
                new Case(
                        "tgz with a byte behind it",
                        concat(tgz, new byte[1]),
                        "damaged-archive",
                        "follows the end of the gzip"),
                new Case(
                        "two tgz in a row",
                        concat(tgz, tgz),
                        "damaged-archive",
                        "follows the end of the gzip"),
                new Case(
                        "tgz with a wrong check sum",
                        flipped(tgz, tgz.length - 6),
                        "damaged-archive",
                        "gzip"),
                new Case("tar without its end", gzip(plain), "damaged-archive", ""),
                new Case(
                        "tar with data behind its end",
                        gzip(concat(plain, new byte[1024], "evil".getBytes(UTF_8), new byte[508])),
                        "damaged-archive",
                        "follows the end of the tar"),
                new Case(
                        "tar with a header that does not add up",
                        gzip(concat(flipped(plain, 3), new byte[1024])),
                        "damaged-archive",
                        ""),
                new Case(
                        "tar with a hidden long name",
                        tgz(
                                new TarMember(
                                        "././@LongLink", 'L', "", "../evil".getBytes(UTF_8), 7),
                                TarMember.file("ok")),
                        "damaged-archive",
                        "extended header"),
                new Case(
                        "tar with a hidden path",
                        tgz(
                                new TarMember(
                                        "pax", 'x', "", "16 path=../evil\n".getBytes(UTF_8), 16),
                                TarMember.file("ok")),
                        "damaged-archive",
                        "extended header"),
                new Case(
                        "zip cut in the middle",
                        Arrays.copyOf(zip, zip.length / 2),
                        "damaged-archive",
                        "ZIP"),
                new Case(
                        "zip with a byte behind it",
                        concat(zip, new byte[1]),
                        "damaged-archive",
                        ""),
                new Case(
                        "zip with a program before it",
                        concat("PK, a program".getBytes(UTF_8), zip),
                        "damaged-archive",
                        ""),
                new Case("two zips in a row", concat(zip, zip), "damaged-archive", ""),
                new Case(
                        "zip whose two headers differ",
                        replaced(zip, "manifest.json", "manifesT.json"),
                        "damaged-archive",
                        "two headers"),
                new Case(
                        "zip whose content is not what it says",
                        replaced(zip, "hms-package/1", "hms-package/2"),
                        "damaged-archive",
                        "not what its header says"));
    }

    static Stream<Case> documents() {
        var good = new String(Samples.packed(PackageFormat.JSON).bytes(), UTF_8);
        return Stream.of(
                new Case(
                        "json with another format",
                        "{\"format\":\"evil\",\"files\":{}}".getBytes(UTF_8),
                        "unknown-format",
                        "format"),
                new Case(
                        "json with a document behind it",
                        (good + "{}").getBytes(UTF_8),
                        "damaged-archive",
                        "follows the end"),
                new Case("json in UTF-16", good.getBytes(UTF_16LE), "damaged-archive", ""),
                new Case(
                        "json in Latin-1",
                        json("\"a\":{\"text\":\"é\"}", ISO_8859_1),
                        "damaged-archive",
                        "UTF-8"),
                new Case(
                        "json with bad base64",
                        json("\"a\":{\"base64\":\"###\"}"),
                        "damaged-archive",
                        "base64"),
                new Case(
                        "json with a number for a file",
                        json("\"a\":1"),
                        "damaged-archive",
                        "line 1"),
                new Case(
                        "json with two forms of a file",
                        json("\"a\":{\"text\":\"x\",\"base64\":\"eA==\"}"),
                        "damaged-archive",
                        ""),
                new Case(
                        "xml with an entity",
                        "<!DOCTYPE p [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><package format=\"hms-package/1\"><file name=\"a\">&e;</file></package>"
                                .getBytes(UTF_8),
                        "damaged-archive",
                        ""),
                new Case(
                        "xml with a billion laughs",
                        "<!DOCTYPE p [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><package format=\"hms-package/1\">&b;</package>"
                                .getBytes(UTF_8),
                        "damaged-archive",
                        ""),
                new Case(
                        "xml with a processing instruction",
                        xml("<?evil run?>"),
                        "damaged-archive",
                        "something else"),
                new Case(
                        "xml with a file without a name",
                        xml("<file>x</file>"),
                        "damaged-archive",
                        "not a named file"),
                new Case(
                        "xml with an element in a file",
                        xml("<file name=\"a\"><b/></file>"),
                        "damaged-archive",
                        ""),
                new Case(
                        "xml with a second root",
                        concat(xml(""), "<package/>".getBytes(UTF_8)),
                        "damaged-archive",
                        ""),
                new Case(
                        "xml with text between files",
                        xml("evil"),
                        "damaged-archive",
                        "something else"),
                new Case(
                        "html",
                        "<html><body>not found</body></html>".getBytes(UTF_8),
                        "damaged-archive",
                        "not a package"));
    }

    static Stream<Case> contents() {
        return Stream.of(
                new Case(
                        "package without manifest",
                        Samples.forged(files -> files.remove("manifest.json")),
                        "missing-member",
                        "manifest.json"),
                new Case(
                        "package with a file that nobody lists",
                        Samples.forged(files -> files.put("evil.sh", new byte[1])),
                        "unlisted-file",
                        "evil.sh"),
                new Case(
                        "package with a file in a policy's folder that it does not name",
                        Samples.forged(files -> files.put("clean-air@1.0.0/evil", new byte[1])),
                        "unlisted-file",
                        "evil"),
                new Case(
                        "package without a file that the policy names",
                        Samples.forged(
                                files -> files.remove("clean-air@1.0.0/scenarios/cases.yaml")),
                        "missing-member",
                        "scenarios/cases.yaml"),
                new Case(
                        "package whose policy was changed",
                        Samples.forged(
                                files ->
                                        files.merge(
                                                "clean-air@1.0.0/policy.yaml",
                                                "\n".getBytes(UTF_8),
                                                Forger::concat)),
                        "wrong-manifest",
                        "line 3 of manifest.json"),
                new Case(
                        "package whose scenario was changed",
                        Samples.forged(
                                files ->
                                        files.put(
                                                "clean-air@1.0.0/scenarios/cases.yaml",
                                                "cases: []".getBytes(UTF_8))),
                        "wrong-manifest",
                        "manifest.json"),
                new Case(
                        "package whose rollback script was changed",
                        Samples.forged(files -> files.put("rollback.sh", "evil".getBytes(UTF_8))),
                        "wrong-manifest",
                        "rollback.sh"),
                new Case(
                        "package whose signature was changed",
                        Samples.forged(
                                files ->
                                        files.replaceAll(
                                                (name, bytes) ->
                                                        name.endsWith(".sig")
                                                                ? "evil".getBytes(UTF_8)
                                                                : bytes)),
                        "bad-approval",
                        "signatures/"),
                new Case(
                        "package with a manifest of its own making",
                        Samples.forged(
                                files ->
                                        files.compute(
                                                "manifest.json",
                                                (name, bytes) ->
                                                        replaced(bytes, "\"size\":", "\"size\" "))),
                        "wrong-manifest",
                        "manifest.json"),
                new Case(
                        "package whose policy lies in another's folder",
                        Samples.forged(
                                files ->
                                        files.put(
                                                "dirty-air@1.0.0/policy.yaml",
                                                files.get("clean-air@1.0.0/policy.yaml"))),
                        "bad-contents",
                        "clean-air@1.0.0"),
                new Case(
                        "package with two versions of a policy",
                        Samples.forged(
                                files ->
                                        files.put(
                                                "clean-air@1.0.1/policy.yaml",
                                                "id: clean-air\nversion: 1.0.1\n".getBytes(UTF_8))),
                        "bad-contents",
                        "two versions"),
                new Case(
                        "package with a policy that is none",
                        Samples.forged(
                                files ->
                                        files.put(
                                                "clean-air@1.0.0/policy.yaml",
                                                "id: [".getBytes(UTF_8))),
                        "yaml-syntax",
                        ""),
                new Case(
                        "package without policies",
                        Samples.forged(
                                files ->
                                        files.keySet()
                                                .removeIf(name -> name.startsWith("clean-air"))),
                        "bad-contents",
                        "no policy"));
    }

    private static byte[] json(String files) {
        return json(files, UTF_8);
    }

    private static byte[] json(String files, java.nio.charset.Charset charset) {
        return ("{\"format\":\"hms-package/1\",\"files\":{" + files + "}}").getBytes(charset);
    }

    private static byte[] xml(String files) {
        return ("<package format=\"hms-package/1\">" + files + "</package>").getBytes(UTF_8);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        var copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }

    private static byte[] noise(int length) {
        var bytes = new byte[length];
        new java.util.Random(1).nextBytes(bytes);
        return bytes;
    }
}
