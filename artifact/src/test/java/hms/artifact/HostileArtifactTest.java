package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that must be refused: each with a finding that names the fault, its line and its place,
/// within a second.
class HostileArtifactTest {
    /// Time on the processor, so that a busy machine fails no test.
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final Duration LIMIT = Duration.ofSeconds(1);

    /// @param code the code of the first finding
    /// @param line its line; 0 if the fault is that of the whole file
    /// @param path its place in the document
    record Case(String name, String file, byte[] bytes, String code, int line, String path) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// A YAML document whose third line begins with `body`.
    private static Case yaml(String name, String body, String code, int line, String path) {
        return file(name, "id: a\nversion: 1.0.0\n" + body, code, line, path);
    }

    /// A whole YAML file.
    private static Case file(String name, String text, String code, int line, String path) {
        return new Case(name, "p.yaml", text.getBytes(StandardCharsets.UTF_8), code, line, path);
    }

    /// A JSON document whose second line begins with `body`.
    private static Case json(String name, String body, String code, int line, String path) {
        return jsonFile(
                name, "{\"id\":\"a\",\"version\":\"1.0.0\",\n" + body + "\n}", code, line, path);
    }

    private static Case jsonFile(String name, String text, String code, int line, String path) {
        return new Case(
                "JSON: " + name, "p.json", text.getBytes(StandardCharsets.UTF_8), code, line, path);
    }

    private static Case bytes(String name, byte[] bytes, String code, int line) {
        return new Case(name, "p.yaml", bytes, code, line, "$");
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Stream<Case> cases() {
        return Stream.of(
                        encoding(),
                        yamlFeatures(),
                        yamlSyntax(),
                        jsonSyntax(),
                        limits(),
                        numbers(),
                        ids(),
                        versions(),
                        texts(),
                        keys(),
                        terms(),
                        values(),
                        laws(),
                        lists())
                .flatMap(cases -> cases);
    }

    static Stream<Case> encoding() {
        return Stream.of(
                bytes("empty file", new byte[0], "empty", 0),
                file("only blanks", " \n\n", "empty", 0, "$"),
                file("only a comment", "# nothing\n", "empty", 0, "$"),
                bytes(
                        "UTF-16 big endian with mark",
                        "id: a\n".getBytes(StandardCharsets.UTF_16),
                        "not-utf-8",
                        1),
                bytes(
                        "UTF-16 little endian with mark",
                        latin1("\u00ff\u00fei\0d\0"),
                        "not-utf-8",
                        1),
                bytes(
                        "UTF-16 big endian without mark",
                        "id: a\n".getBytes(StandardCharsets.UTF_16BE),
                        "not-utf-8",
                        1),
                bytes(
                        "UTF-16 little endian without mark",
                        "id: a\n".getBytes(StandardCharsets.UTF_16LE),
                        "not-utf-8",
                        1),
                bytes("UTF-32", latin1("\0\0\u00fe\u00ff\0\0\0i"), "not-utf-8", 1),
                bytes(
                        "Latin-1",
                        latin1("id: a\nversion: 1.0.0\ntitle: caf\u00e9\n"),
                        "not-utf-8",
                        3),
                bytes("overlong slash", latin1("id: a\ntitle: \u00c0\u00af\n"), "not-utf-8", 2),
                bytes("overlong NUL", latin1("id: a\ntitle: \u00c0\u0080\n"), "not-utf-8", 2),
                bytes(
                        "surrogate in UTF-8",
                        latin1("id: a\ntitle: \u00ed\u00a0\u0080\n"),
                        "not-utf-8",
                        2),
                bytes(
                        "beyond Unicode",
                        latin1("id: a\ntitle: \u00f4\u0090\u0080\u0080\n"),
                        "not-utf-8",
                        2),
                bytes(
                        "stray continuation byte",
                        latin1("id: a\n\ntitle: \u0080\n"),
                        "not-utf-8",
                        3),
                bytes("cut in a character", latin1("id: a\ntitle: \u00e2\u0082"), "not-utf-8", 2),
                file(
                        "byte order mark inside",
                        "id: a\nversion: 1.0.0\ntitle: a\uFEFFb\n",
                        "byte-order-mark",
                        3,
                        "$"),
                file("second byte order mark", "\uFEFF\uFEFFid: a\n", "byte-order-mark", 1, "$"),
                file("NUL", "id: a\nversion: 1.0.0\ntitle: a\0b\n", "control-character", 3, "$"),
                file(
                        "escape character",
                        "id: a\ntitle: \u001b[31mred\n",
                        "control-character",
                        2,
                        "$"),
                file("delete character", "id: a\ntitle: a\u007fb\n", "control-character", 2, "$"),
                file("C1 control", "id: a\ntitle: a\u0085b\n", "control-character", 2, "$"),
                file("form feed", "id: a\n\f\n", "control-character", 2, "$"),
                file(
                        "character that is none",
                        "id: a\ntitle: \uFFFE\n",
                        "control-character",
                        2,
                        "$"),
                file(
                        "bidi override in a title",
                        "id: a\ntitle: a\u202Eb\n",
                        "bidi-control",
                        2,
                        "$"),
                file("bidi isolate in a comment", "id: a # \u2066x\n", "bidi-control", 1, "$"),
                file(
                        "right-to-left mark in a value",
                        "id: a\nversion: 1.0.0\nx: a\u200Fb\n",
                        "bidi-control",
                        3,
                        "$"),
                jsonFile("NUL", "{\"id\":\"a\0\"}", "control-character", 1, "$"),
                jsonFile(
                        "bidi override",
                        "{\"id\":\"a\",\n\"title\":\"\u202E\"}",
                        "bidi-control",
                        2,
                        "$"));
    }

    static Stream<Case> yamlFeatures() {
        return Stream.of(
                yaml("anchor", "x: &a 1\n", "yaml-anchor", 3, "$.x"),
                yaml("alias", "x: *a\n", "yaml-alias", 3, "$.x"),
                yaml("anchor and alias", "x: &a [1]\ny: *a\n", "yaml-anchor", 3, "$.x"),
                yaml("anchor on a map", "x: &a {b: 1}\n", "yaml-anchor", 3, "$.x"),
                yaml("anchor on a key", "&a x: 1\n", "yaml-anchor", 3, "$"),
                yaml("alias as a key", "*a : 1\n", "yaml-alias", 3, "$"),
                yaml("merge key", "x:\n  <<: {a: 1}\n", "yaml-merge-key", 4, "$.x"),
                yaml("merge key in the document", "<<: {a: 1}\n", "yaml-merge-key", 3, "$"),
                yaml("merge of an alias", "x: {<<: *a}\n", "yaml-merge-key", 3, "$.x"),
                yaml("tag of a type", "x: !!str 1\n", "yaml-tag", 3, "$.x"),
                yaml("tag of a class", "x: !!java.net.URL [\"http://a\"]\n", "yaml-tag", 3, "$.x"),
                yaml("own tag", "x: !secret a\n", "yaml-tag", 3, "$.x"),
                yaml("verbatim tag", "x: !<tag:a> 1\n", "yaml-tag", 3, "$.x"),
                yaml("tag without name", "x: ! 1\n", "yaml-tag", 3, "$.x"),
                yaml("tag on a map", "x: !!map {a: 1}\n", "yaml-tag", 3, "$.x"),
                yaml("second document", "---\nid: b\n", "several-documents", 3, "$"),
                yaml(
                        "second document after an end",
                        "...\n---\nid: b\n",
                        "several-documents",
                        4,
                        "$"),
                file("version directive", "%YAML 1.1\n---\nid: a\n", "yaml-directive", 1, "$"),
                file("tag directive", "%TAG ! tag:x,2000:\n---\nid: a\n", "yaml-directive", 1, "$"),
                yaml("map as a key", "{a: 1}: 2\n", "bad-key", 3, "$"),
                yaml("list as a key", "? [a]\n: 2\n", "bad-key", 3, "$"),
                yaml("empty key", "x: {'': 1}\n", "bad-key", 3, "$.x[\"\"]"));
    }

    static Stream<Case> yamlSyntax() {
        return Stream.of(
                yaml("tab as indentation", "x:\n\ty: 1\n", "yaml-syntax", 4, "$.x"),
                yaml("colon in a plain text", "x: a: b\n", "yaml-syntax", 3, "$"),
                yaml("unclosed quote", "x: \"a\n", "yaml-syntax", 4, "$.x"),
                yaml("unclosed list", "x: [1, 2\n", "yaml-syntax", 4, "$.x[2]"),
                yaml("unclosed map", "x: {a: 1\n", "yaml-syntax", 4, "$.x"),
                yaml("wrong bracket", "x: [1}\n", "yaml-syntax", 3, "$.x[1]"),
                yaml("bad escape", "x: \"\\q\"\n", "yaml-syntax", 3, "$.x"),
                yaml("escape cut off", "x: \"\\u", "yaml-syntax", 3, "$.x"),
                yaml("at sign", "x: @a\n", "yaml-syntax", 3, "$.x"),
                yaml("backquote", "x: `a`\n", "yaml-syntax", 3, "$.x"),
                yaml("percent sign", "x: %a\n", "yaml-syntax", 3, "$.x"),
                yaml("wrong indentation", "x:\n  a: 1\n b: 2\n", "yaml-syntax", 5, "$"),
                yaml("list among keys", "- 1\n", "yaml-syntax", 3, "$"),
                yaml("text after a quoted text", "x: 'a' b\n", "yaml-syntax", 3, "$"),
                yaml("bad block header", "x: |9x\n  a\n", "yaml-syntax", 3, "$.x"),
                file("a list", "- id: a\n", "not-a-map", 1, "$"),
                file("a text", "just words\n", "not-a-map", 1, "$"),
                file("nothing", "null\n", "not-a-map", 1, "$"),
                file("a number", "5\n", "not-a-map", 1, "$"));
    }

    static Stream<Case> jsonSyntax() {
        return Stream.of(
                json("trailing comma", "\"x\":1,", "json-syntax", 3, "$"),
                json("comment", "\"x\":1 // a", "json-syntax", 2, "$"),
                json("single quotes", "'x':1", "json-syntax", 2, "$"),
                json("bare key", "x:1", "json-syntax", 2, "$"),
                json("bare word", "\"x\":yes", "json-syntax", 2, "$.x"),
                json("capital literal", "\"x\":True", "json-syntax", 2, "$.x"),
                json("leading zero", "\"x\":012", "json-syntax", 2, "$.x"),
                json("leading plus", "\"x\":+1", "json-syntax", 2, "$.x"),
                json("bare fraction", "\"x\":.5", "json-syntax", 2, "$.x"),
                json("empty fraction", "\"x\":1.", "json-syntax", 2, "$.x"),
                json("empty exponent", "\"x\":1e", "json-syntax", 2, "$.x"),
                json("hexadecimal", "\"x\":0x1F", "json-syntax", 2, "$.x"),
                json("raw line break in a text", "\"x\":\"a\nb\"", "json-syntax", 2, "$.x"),
                json("raw tab in a text", "\"x\":\"a\tb\"", "json-syntax", 2, "$.x"),
                json("bad escape", "\"x\":\"\\q\"", "json-syntax", 2, "$.x"),
                json("short unicode escape", "\"x\":\"\\u12\"", "json-syntax", 2, "$.x"),
                json("missing colon", "\"x\" 1", "json-syntax", 2, "$.x"),
                json("missing value", "\"x\":", "json-syntax", 3, "$.x"),
                json("missing comma", "\"x\":1 \"y\":2", "json-syntax", 2, "$"),
                json("double comma", "\"x\":[1,,2]", "json-syntax", 2, "$.x[1]"),
                json("wrong bracket", "\"x\":[1}", "json-syntax", 2, "$.x[1]"),
                jsonFile(
                        "unclosed", "{\"id\":\"a\",\n\"version\":\"1.0.0\"", "json-syntax", 2, "$"),
                jsonFile(
                        "second document",
                        "{\"id\":\"a\",\"version\":\"1.0.0\"}\n{}",
                        "trailing-content",
                        2,
                        "$"),
                jsonFile(
                        "text after the document",
                        "{\"id\":\"a\",\"version\":\"1.0.0\"}\nx",
                        "json-syntax",
                        2,
                        "$"),
                jsonFile("a list", "[1]", "not-a-map", 1, "$"),
                jsonFile("a text", "\"a\"", "not-a-map", 1, "$"),
                jsonFile("nothing", "null", "not-a-map", 1, "$"),
                json("lone high surrogate", "\"x\":\"\\ud800\"", "lone-surrogate", 2, "$.x"),
                json("lone low surrogate", "\"x\":\"\\udc00\"", "lone-surrogate", 2, "$.x"),
                json(
                        "surrogates the wrong way round",
                        "\"x\":\"\\udc00\\ud800\"",
                        "lone-surrogate",
                        2,
                        "$.x"),
                json(
                        "lone surrogate in a key",
                        "\"\\ud800\":1",
                        "lone-surrogate",
                        2,
                        "$[\"\\u{d800}\"]"),
                json("escaped NUL", "\"x\":\"a\\u0000b\"", "control-character", 2, "$.x"),
                json(
                        "escaped bidi override",
                        "\"title\":\"a\\u202eb\"",
                        "bidi-control",
                        2,
                        "$.title"),
                json(
                        "escaped byte order mark",
                        "\"x\":\"\\ufeff\"",
                        "control-character",
                        2,
                        "$.x"));
    }

    private static String repeat(String text, int times) {
        return text.repeat(times);
    }

    private static String numbered(String format, int count) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining());
    }

    static Stream<Case> limits() {
        return Stream.of(
                yaml("too large", "x: " + repeat("a", 1 << 20) + "\n", "too-large", 0, "$"),
                yaml("too large by one", repeat("#", (1 << 20) - 20) + "\n", "too-large", 0, "$"),
                yaml(
                        "lists too deep",
                        "x: " + repeat("[", 64) + repeat("]", 64) + "\n",
                        "too-deep",
                        3,
                        "$.x" + repeat("[0]", 63)),
                yaml(
                        "maps too deep",
                        "x: " + repeat("{a: ", 70) + "1" + repeat("}", 70) + "\n",
                        "too-deep",
                        3,
                        "$.x" + repeat(".a", 63)),
                yaml(
                        "block lists too deep",
                        "x:\n" + repeat("- ", 70) + "1\n",
                        "too-deep",
                        4,
                        "$.x" + repeat("[0]", 63)),
                yaml(
                        "a megabyte of open brackets",
                        "x: " + repeat("[", 1_000_000) + "\n",
                        "too-deep",
                        3,
                        "$.x" + repeat("[0]", 63)),
                yaml(
                        "a megabyte of open braces",
                        "x: " + repeat("{", 1_000_000) + "\n",
                        "bad-key",
                        3,
                        "$.x"),
                yaml(
                        "a megabyte of dashes",
                        "x:\n" + repeat("- ", 500_000) + "\n",
                        "too-deep",
                        4,
                        "$.x" + repeat("[0]", 63)),
                yaml(
                        "a megabyte of question marks",
                        repeat("? ", 500_000) + "\n",
                        "bad-key",
                        3,
                        "$"),
                json(
                        "lists too deep",
                        "\"x\":" + repeat("[", 64) + repeat("]", 64),
                        "too-deep",
                        2,
                        "$.x" + repeat("[0]", 63)),
                json(
                        "maps too deep",
                        "\"x\":" + repeat("{\"a\":", 70) + "1" + repeat("}", 70),
                        "too-deep",
                        2,
                        "$.x" + repeat(".a", 63)),
                json(
                        "a megabyte of open brackets",
                        "\"x\":" + repeat("[", 1_000_000),
                        "too-deep",
                        2,
                        "$.x" + repeat("[0]", 63)),
                yaml(
                        "too many values",
                        "x: [" + repeat("1,", 200_000) + "]\n",
                        "too-many-nodes",
                        3,
                        "$.x[49996]"),
                json(
                        "too many values",
                        "\"x\":[" + repeat("1,", 200_000) + "1]",
                        "too-many-nodes",
                        2,
                        "$.x[49996]"),
                yaml(
                        "key too long",
                        "x:\n  " + repeat("k", 201) + ": 1\n",
                        "key-too-long",
                        4,
                        "$.x"),
                json(
                        "key of half a megabyte",
                        "\"" + repeat("k", 500_000) + "\":1",
                        "key-too-long",
                        2,
                        "$"),
                yaml(
                        "a thousand faults",
                        numbered("x%1$d: 1\nx%1$d: 2\n", 1_000),
                        "duplicate-key",
                        4,
                        "$.x0"),
                yaml(
                        "many duplicates of one key",
                        repeat("x: 1\n", 50_000),
                        "duplicate-key",
                        4,
                        "$.x"),
                yaml(
                        "many blank lines in a folded text",
                        "x: >\n" + repeat("\n", 400_000) + "  a\nx: 1\n",
                        "duplicate-key",
                        400_005,
                        "$.x"),
                yaml(
                        "many comments",
                        repeat("#\n", 300_000) + "x: 1\nx: 1\n",
                        "duplicate-key",
                        300_004,
                        "$.x"),
                json(
                        "many escapes",
                        "\"x\":\"" + repeat("\\u0041", 150_000) + "\",\"x\":1",
                        "duplicate-key",
                        2,
                        "$.x"));
    }

    static Stream<Case> numbers() {
        return Stream.of(
                yaml("not a number", "x: .nan\n", "number-not-finite", 3, "$.x"),
                yaml("infinity", "x: .inf\n", "number-not-finite", 3, "$.x"),
                yaml("minus infinity", "x: -.Inf\n", "number-not-finite", 3, "$.x"),
                yaml("NaN as a word", "x: NaN\n", "number-not-finite", 3, "$.x"),
                yaml("Infinity as a word", "x: Infinity\n", "number-not-finite", 3, "$.x"),
                json("NaN", "\"x\":NaN", "number-not-finite", 2, "$.x"),
                json("Infinity", "\"x\":Infinity", "number-not-finite", 2, "$.x"),
                json("-Infinity", "\"x\":[-Infinity]", "number-not-finite", 2, "$.x[0]"),
                yaml("1e999", "x: 1e999\n", "number-out-of-range", 3, "$.x"),
                json("1e999", "\"x\":1e999", "number-out-of-range", 2, "$.x"),
                json("1e-999", "\"x\":1e-999", "number-out-of-range", 2, "$.x"),
                json("0e999", "\"x\":0e999", "number-out-of-range", 2, "$.x"),
                yaml("exponent bomb", "x: 1e999999999\n", "number-out-of-range", 3, "$.x"),
                json(
                        "exponent beyond a number",
                        "\"x\":1e99999999999999999999",
                        "number-out-of-range",
                        2,
                        "$.x"),
                yaml("35 digits", "x: " + repeat("1", 35) + "\n", "number-out-of-range", 3, "$.x"),
                yaml(
                        "half a megabyte of digits",
                        "x: " + repeat("1", 500_000) + "\n",
                        "number-out-of-range",
                        3,
                        "$.x"),
                json(
                        "half a megabyte of digits",
                        "\"x\":" + repeat("1", 500_000),
                        "number-out-of-range",
                        2,
                        "$.x"),
                json(
                        "half a megabyte of fraction",
                        "\"x\":0." + repeat("1", 500_000),
                        "number-out-of-range",
                        2,
                        "$.x"),
                yaml(
                        "hexadecimal bomb",
                        "x: 0x" + repeat("f", 500_000) + "\n",
                        "number-out-of-range",
                        3,
                        "$.x"),
                yaml(
                        "infinite bound",
                        "inputs: {x: {type: number, max: .inf}}\n",
                        "number-not-finite",
                        3,
                        "$.inputs.x.max"));
    }

    static Stream<Case> ids() {
        return Stream.of(
                file("no id", "version: 1.0.0\nx: 1\n", "missing-key", 1, "$.id"),
                file("empty id", "id: ''\nversion: 1.0.0\n", "bad-id", 1, "$.id"),
                file("null id", "id:\nversion: 1.0.0\n", "not-a-text", 1, "$.id"),
                file("number as id", "id: 42\nversion: 1.0.0\n", "not-a-text", 1, "$.id"),
                file("list as id", "id: [a]\nversion: 1.0.0\n", "not-a-text", 1, "$.id"),
                file("capital id", "id: EPA\nversion: 1.0.0\n", "bad-id", 1, "$.id"),
                file("path in id", "id: ../../etc/passwd\nversion: 1.0.0\n", "bad-id", 1, "$.id"),
                file("slash in id", "id: a/b\nversion: 1.0.0\n", "bad-id", 1, "$.id"),
                file("backslash in id", "id: a\\b\nversion: 1.0.0\n", "bad-id", 1, "$.id"),
                file("dots as id", "id: ..\nversion: 1.0.0\n", "bad-id", 1, "$.id"),
                file(
                        "Cyrillic letter in id",
                        "id: ep\u0430\nversion: 1.0.0\n",
                        "bad-id",
                        1,
                        "$.id"),
                file(
                        "fullwidth letter in id",
                        "id: \uFF45pa\nversion: 1.0.0\n",
                        "bad-id",
                        1,
                        "$.id"),
                file(
                        "zero width space in id",
                        "id: e\u200Bpa\nversion: 1.0.0\n",
                        "bad-id",
                        1,
                        "$.id"),
                file("blank in id", "id: a b\nversion: 1.0.0\n", "bad-id", 1, "$.id"),
                file("line break in id", "id: \"a\\nb\"\nversion: 1.0.0\n", "bad-id", 1, "$.id"),
                file("hyphen first in id", "id: -a\nversion: 1.0.0\n", "bad-id", 1, "$.id"),
                file("underscore in id", "id: a_b\nversion: 1.0.0\n", "bad-id", 1, "$.id"),
                file("percent escape in id", "id: a%2fb\nversion: 1.0.0\n", "bad-id", 1, "$.id"),
                file(
                        "64 characters of id",
                        "id: " + repeat("a", 64) + "\nversion: 1.0.0\n",
                        "bad-id",
                        1,
                        "$.id"),
                file("at sign in id", "id: a@1.0.0\nversion: 1.0.0\n", "bad-id", 1, "$.id"));
    }

    private static Case version(String text) {
        return file(
                "version " + text,
                "id: a\nversion: \"" + text + "\"\n",
                "bad-version",
                2,
                "$.version");
    }

    static Stream<Case> versions() {
        var bad =
                Stream.of(
                        "",
                        "1",
                        "1.2",
                        "1.2.3.4",
                        "v1.2.3",
                        "V1.2.3",
                        "=1.2.3",
                        " 1.2.3",
                        "1.2.3 ",
                        "01.2.3",
                        "1.02.3",
                        "1.2.03",
                        "1.2.3-",
                        "1.2.3-01",
                        "1.2.3-a..b",
                        "1.2.3-a.",
                        "1.2.3+",
                        "1.2.3+a..b",
                        "1.2.3+a+b",
                        "-1.2.3",
                        "1.-2.3",
                        "1.2.3-\u00fc",
                        "1.2.3_a",
                        "1.2.x",
                        "*",
                        "latest",
                        "^1.2.3",
                        "1,2,3",
                        "1.2.3/../4",
                        "99999999999999999999.0.0",
                        "1.2.3-" + repeat("a", 100));
        return Stream.concat(
                bad.map(HostileArtifactTest::version),
                Stream.of(
                        file("no version", "id: a\nx: 1\n", "missing-key", 1, "$.version"),
                        file(
                                "version with two parts",
                                "id: a\nversion: 2.0\n",
                                "version-is-a-number",
                                2,
                                "$.version"),
                        file(
                                "version with one part",
                                "id: a\nversion: 2\n",
                                "version-is-a-number",
                                2,
                                "$.version"),
                        file(
                                "version as exponent",
                                "id: a\nversion: 1e3\n",
                                "version-is-a-number",
                                2,
                                "$.version"),
                        file("null version", "id: a\nversion: ~\n", "not-a-text", 2, "$.version"),
                        file(
                                "map as version",
                                "id: a\nversion: {major: 1}\n",
                                "not-a-text",
                                2,
                                "$.version"),
                        jsonFile(
                                "number as version",
                                "{\"id\":\"a\",\n\"version\":2.0}",
                                "version-is-a-number",
                                2,
                                "$.version")));
    }

    static Stream<Case> texts() {
        return Stream.of(
                yaml("number as title", "title: 42\n", "not-a-text", 3, "$.title"),
                yaml("truth value as title", "title: true\n", "not-a-text", 3, "$.title"),
                yaml("nothing as title", "title:\n", "not-a-text", 3, "$.title"),
                yaml("list as title", "title: [a]\n", "not-a-text", 3, "$.title"),
                yaml("map as agency", "agency: {name: EPA}\n", "not-a-text", 3, "$.agency"),
                yaml("blank title", "title: '  '\n", "blank", 3, "$.title"),
                yaml("title of two lines", "title: \"a\\nb\"\n", "not-a-line", 3, "$.title"),
                yaml(
                        "title too long",
                        "title: " + repeat("a", 301) + "\n",
                        "not-a-line",
                        3,
                        "$.title"),
                yaml("zero width space in title", "title: a\u200Bb\n", "not-a-line", 3, "$.title"),
                yaml("soft hyphen in title", "title: a\u00ADb\n", "not-a-line", 3, "$.title"),
                yaml(
                        "tag characters in title",
                        "title: a" + Character.toString(0xE0041) + "\n",
                        "not-a-line",
                        3,
                        "$.title"),
                yaml(
                        "line separator in title",
                        "title: \"a\\u2028b\"\n",
                        "not-a-line",
                        3,
                        "$.title"),
                yaml(
                        "escaped bidi override in title",
                        "title: \"a\\u202Eb\"\n",
                        "bidi-control",
                        3,
                        "$.title"),
                yaml(
                        "escaped bidi isolate in agency",
                        "agency: \"\\u2067x\"\n",
                        "bidi-control",
                        3,
                        "$.agency"),
                yaml(
                        "escaped bidi override in content",
                        "content: \"a\\u202Eb\"\n",
                        "bidi-control",
                        3,
                        "$.content"),
                yaml(
                        "escaped NUL in content",
                        "content: \"a\\0b\"\n",
                        "control-character",
                        3,
                        "$.content"),
                yaml("escaped bell in a value", "x: \"\\a\"\n", "control-character", 3, "$.x"),
                yaml("escaped lone surrogate", "x: \"\\ud800\"\n", "lone-surrogate", 3, "$.x"),
                yaml(
                        "script in title",
                        "title: <script>alert(1)</script>\n",
                        "script",
                        3,
                        "$.title"),
                yaml(
                        "script in content",
                        "content: |\n  a <ScRiPt src=//x>\n",
                        "script",
                        3,
                        "$.content"),
                yaml(
                        "handler in content",
                        "content: '<img src=x onerror=alert(1)>'\n",
                        "script",
                        3,
                        "$.content"),
                yaml(
                        "handler after a slash",
                        "summary: '<svg/onload=alert(1)>'\n",
                        "script",
                        3,
                        "$.summary"),
                yaml(
                        "script link in content",
                        "content: '[a](javascript:alert(1))'\n",
                        "script",
                        3,
                        "$.content"),
                yaml("script in a value", "x: '<iframe src=//x>'\n", "script", 3, "$.x"),
                yaml(
                        "script in a nested value",
                        "x: {y: ['<object data=x>']}\n",
                        "script",
                        3,
                        "$.x.y[0]"),
                yaml(
                        "script in an input",
                        "inputs: {x: {type: number, description: '<script>'}}\n",
                        "script",
                        3,
                        "$.inputs.x.description"));
    }

    static Stream<Case> keys() {
        return Stream.of(
                yaml("duplicate key", "x: 1\nx: 2\n", "duplicate-key", 4, "$.x"),
                yaml("duplicate id", "id: b\n", "duplicate-key", 3, "$.id"),
                yaml(
                        "duplicate key in a flow map",
                        "x: {a: 1, a: 2}\n",
                        "duplicate-key",
                        3,
                        "$.x.a"),
                yaml(
                        "duplicate key in two spellings",
                        "x: 1\n\"x\": 2\n",
                        "duplicate-key",
                        4,
                        "$.x"),
                yaml(
                        "duplicate key by composition",
                        "x: {\u00e9: 1, e\u0301: 2}\n",
                        "duplicate-key",
                        3,
                        "$.x[\"e\u0301\"]"),
                json("duplicate key", "\"x\":1,\"x\":2", "duplicate-key", 2, "$.x"),
                json(
                        "duplicate key by escape",
                        "\"x\":1,\n\"\\u0078\":2",
                        "duplicate-key",
                        3,
                        "$.x"),
                json(
                        "duplicate key in a list",
                        "\"x\":[{\"a\":1,\"a\":2}]",
                        "duplicate-key",
                        2,
                        "$.x[0].a"),
                yaml("letter missing", "efective: 2024-01-01\n", "mistyped-key", 3, "$.efective"),
                yaml("letter too many", "titlle: x\n", "mistyped-key", 3, "$.titlle"),
                yaml("letters swapped", "tilte: x\n", "mistyped-key", 3, "$.tilte"),
                yaml("wrong letter", "expiras: 2024-01-01\n", "mistyped-key", 3, "$.expiras"),
                yaml("capital key", "Title: x\n", "mistyped-key", 3, "$.Title"),
                yaml("all capitals", "VERSION: x\n", "mistyped-key", 3, "$.VERSION"),
                yaml("singular", "tag: x\n", "mistyped-key", 3, "$.tag"),
                yaml("name with a hyphen", "my-value: 1\n", "bad-name", 3, "$.my-value"),
                yaml("name with a dot", "my.value: 1\n", "bad-name", 3, "$[\"my.value\"]"),
                yaml("name with a digit first", "1x: 1\n", "bad-name", 3, "$[\"1x\"]"),
                yaml("name in Cyrillic", "limi\u0442: 1\n", "bad-name", 3, "$[\"limi\u0442\"]"),
                yaml(
                        "name too long",
                        repeat("a", 64) + ": 1\n",
                        "bad-name",
                        3,
                        "$." + repeat("a", 64)),
                yaml("value named dated", "dated: {2024-01-01: 1}\n", "bad-name", 3, "$.dated"),
                yaml("word of the rule language", "in: 1\n", "reserved-word", 3, "$.in"),
                yaml("type of the rule language", "string: 1\n", "reserved-word", 3, "$.string"),
                yaml("prototype", "x: {__proto__: 1}\n", "bad-key", 3, "$.x.__proto__"),
                yaml(
                        "invisible key",
                        "x: {\"a\\u200Bb\": 1}\n",
                        "bad-key",
                        3,
                        "$.x[\"a\\u{200b}b\"]"),
                yaml("blank key", "x: {' ': 1}\n", "bad-key", 3, "$.x[\" \"]"));
    }

    static Stream<Case> terms() {
        return Stream.of(
                yaml("effective in words", "effective: soon\n", "not-a-date", 3, "$.effective"),
                yaml(
                        "number as effective",
                        "effective: 20240901\n",
                        "not-a-text",
                        3,
                        "$.effective"),
                yaml(
                        "blank between date and time",
                        "effective: 2024-09-01 00:00:00\n",
                        "not-a-date",
                        3,
                        "$.effective"),
                yaml("short month", "effective: 2024-9-1\n", "not-a-date", 3, "$.effective"),
                yaml("other order", "effective: 01.09.2024\n", "not-a-date", 3, "$.effective"),
                yaml(
                        "thirtieth of February",
                        "effective: 2024-02-30\n",
                        "impossible-date",
                        3,
                        "$.effective"),
                yaml(
                        "29 February of a common year",
                        "expires: 2023-02-29\n",
                        "impossible-date",
                        3,
                        "$.expires"),
                yaml(
                        "thirteenth month",
                        "effective: 2024-13-01\n",
                        "impossible-date",
                        3,
                        "$.effective"),
                yaml(
                        "hour 24",
                        "effective: 2024-09-01T24:00:00Z\n",
                        "impossible-date",
                        3,
                        "$.effective"),
                yaml(
                        "leap second",
                        "effective: 2016-12-31T23:59:60Z\n",
                        "impossible-date",
                        3,
                        "$.effective"),
                yaml(
                        "offset beyond the day",
                        "effective: 2024-09-01T00:00:00+25:00\n",
                        "impossible-date",
                        3,
                        "$.effective"),
                yaml(
                        "year of five digits",
                        "effective: +12024-09-01\n",
                        "not-a-date",
                        3,
                        "$.effective"),
                yaml(
                        "map as effective",
                        "effective: {on: 2024-09-01}\n",
                        "not-a-text",
                        3,
                        "$.effective"),
                yaml("null as expires", "expires: null\n", "not-a-text", 3, "$.expires"),
                yaml(
                        "unknown zone",
                        "timezone: Mars/Olympus\n",
                        "unknown-timezone",
                        3,
                        "$.timezone"),
                yaml("city as zone", "timezone: New York\n", "unknown-timezone", 3, "$.timezone"),
                yaml(
                        "path as zone",
                        "timezone: ../../etc/localtime\n",
                        "unknown-timezone",
                        3,
                        "$.timezone"),
                yaml(
                        "retroactive without effective",
                        "retroactive: {basis: law}\n",
                        "retroactive-without-effective",
                        3,
                        "$.retroactive"),
                yaml(
                        "retroactive as truth value",
                        "effective: 2020-01-01\nretroactive: true\n",
                        "not-a-map",
                        4,
                        "$.retroactive"),
                yaml(
                        "retroactive without basis",
                        "effective: 2020-01-01\nretroactive: {}\n",
                        "missing-key",
                        4,
                        "$.retroactive"),
                yaml(
                        "retroactive with another key",
                        "effective: 2020-01-01\nretroactive: {basis: x, since: y}\n",
                        "unknown-key",
                        4,
                        "$.retroactive.since"),
                yaml("unknown offline", "offline: maybe\n", "bad-offline", 3, "$.offline"),
                yaml(
                        "corrects a later version",
                        "corrects: 1.0.1\n",
                        "bad-corrects",
                        3,
                        "$.corrects"),
                yaml("corrects itself", "corrects: 1.0.0\n", "bad-corrects", 3, "$.corrects"),
                yaml("public in words", "public: yes\n", "not-a-truth-value", 3, "$.public"));
    }

    static Stream<Case> values() {
        return Stream.of(
                yaml("null value", "x: null\n", "null-value", 3, "$.x"),
                yaml("empty value", "x:\n", "null-value", 3, "$.x"),
                yaml("null in a list", "x: [1, ~]\n", "null-value", 3, "$.x[1]"),
                json("null in a map", "\"x\":{\"a\":null}", "null-value", 2, "$.x.a"),
                yaml("impossible date", "x: 2024-02-30\n", "impossible-date", 3, "$.x"),
                json("impossible date", "\"x\":\"2023-02-29\"", "impossible-date", 2, "$.x"),
                yaml("dated as a number", "x: {dated: 5}\n", "bad-dated", 3, "$.x.dated"),
                yaml("dated without dates", "x: {dated: {}}\n", "bad-dated", 3, "$.x.dated"),
                yaml("dated as a list", "x: {dated: [2024-01-01]}\n", "bad-dated", 3, "$.x.dated"),
                yaml(
                        "dated beside another key",
                        "x: {dated: {2024-01-01: 1}, y: 2}\n",
                        "bad-dated",
                        3,
                        "$.x.y"),
                yaml(
                        "dated by year",
                        "x: {dated: {2024: 1}}\n",
                        "not-a-date",
                        3,
                        "$.x.dated[\"2024\"]"),
                yaml(
                        "dated on an impossible day",
                        "x: {dated: {2024-04-31: 1}}\n",
                        "impossible-date",
                        3,
                        "$.x.dated[\"2024-04-31\"]"),
                yaml(
                        "dated twice on a day",
                        "x: {dated: {2024-01-01: 1, 2024-01-01: 2}}\n",
                        "duplicate-key",
                        3,
                        "$.x.dated[\"2024-01-01\"]"),
                yaml(
                        "dated without a value",
                        "x: {dated: {2024-01-01: null}}\n",
                        "bad-dated",
                        3,
                        "$.x.dated"),
                yaml(
                        "dated with two types",
                        "x: {dated: {2024-01-01: 1, 2025-01-01: a}}\n",
                        "bad-dated",
                        3,
                        "$.x.dated[\"2025-01-01\"]"),
                yaml(
                        "dated in dated",
                        "x: {dated: {2024-01-01: {dated: {2024-01-01: 1}}}}\n",
                        "bad-dated",
                        3,
                        "$.x.dated[\"2024-01-01\"]"));
    }

    static Stream<Case> laws() {
        return Stream.of(
                yaml("rules as a list", "rules: [a]\n", "not-a-map", 3, "$.rules"),
                yaml("rule as a map", "rules: {r: {when: x}}\n", "bad-rule", 3, "$.rules.r"),
                yaml("empty rule", "rules: {r: ''}\n", "bad-rule", 3, "$.rules.r"),
                yaml("null rule", "rules:\n  r:\n", "bad-rule", 4, "$.rules.r"),
                yaml("rule with a bad name", "rules: {r-1: x}\n", "bad-name", 3, "$.rules.r-1"),
                yaml(
                        "rule too long",
                        "rules: {r: " + repeat("a", 20_001) + "}\n",
                        "rule-too-long",
                        3,
                        "$.rules.r"),
                yaml("inputs as a list", "inputs: [x]\n", "not-a-map", 3, "$.inputs"),
                yaml("input as a type", "inputs: {x: number}\n", "not-a-map", 3, "$.inputs.x"),
                yaml(
                        "input without type",
                        "inputs: {x: {min: 0}}\n",
                        "missing-key",
                        3,
                        "$.inputs.x"),
                yaml(
                        "input of unknown type",
                        "inputs: {x: {type: float}}\n",
                        "bad-input-type",
                        3,
                        "$.inputs.x.type"),
                yaml(
                        "input with an unknown key",
                        "inputs: {x: {type: number, minimum: 0}}\n",
                        "unknown-key",
                        3,
                        "$.inputs.x.minimum"),
                yaml(
                        "input with min over max",
                        "inputs: {x: {type: number, min: 2, max: 1}}\n",
                        "bad-range",
                        3,
                        "$.inputs.x"),
                yaml(
                        "input with a text as min",
                        "inputs: {x: {type: number, min: '0'}}\n",
                        "wrong-type",
                        3,
                        "$.inputs.x.min"),
                yaml(
                        "text input with min",
                        "inputs: {x: {type: string, min: 0}}\n",
                        "bad-range",
                        3,
                        "$.inputs.x.min"),
                yaml(
                        "integer input with a fraction",
                        "inputs: {x: {type: integer, default: 1.5}}\n",
                        "wrong-type",
                        3,
                        "$.inputs.x.default"),
                yaml(
                        "enum that is empty",
                        "inputs: {x: {type: string, enum: []}}\n",
                        "not-a-list",
                        3,
                        "$.inputs.x.enum"),
                yaml(
                        "enum of another type",
                        "inputs: {x: {type: string, enum: [KS, no, 5]}}\n",
                        "wrong-type",
                        3,
                        "$.inputs.x.enum[2]"),
                yaml(
                        "input with a value's name",
                        "x: 1\ninputs: {x: {type: number}}\n",
                        "name-collision",
                        4,
                        "$.inputs.x"),
                yaml(
                        "input named like a word",
                        "inputs: {for: {type: number}}\n",
                        "reserved-word",
                        3,
                        "$.inputs.for"),
                yaml(
                        "alias with a value's name",
                        "x: 1\nuses: {x: other}\n",
                        "name-collision",
                        4,
                        "$.uses.x"),
                yaml(
                        "alias with an input's name",
                        "inputs: {x: {type: number}}\nuses: {x: other}\n",
                        "name-collision",
                        3,
                        "$.inputs.x"),
                yaml("uses itself", "uses: {x: a}\n", "uses-itself", 3, "$.uses.x"),
                yaml("uses a path", "uses: {x: ../b}\n", "bad-id", 3, "$.uses.x"),
                yaml("uses as a list", "uses: [b]\n", "not-a-map", 3, "$.uses"),
                yaml("schema as a text", "schema: x\n", "not-a-map", 3, "$.schema"),
                yaml(
                        "remote reference",
                        "schema: {x: {$ref: 'https://evil.example/s.json'}}\n",
                        "remote-reference",
                        3,
                        "$.schema.x[\"$ref\"]"),
                yaml(
                        "file reference",
                        "schema: {x: {$ref: 'file:///etc/passwd'}}\n",
                        "remote-reference",
                        3,
                        "$.schema.x[\"$ref\"]"),
                yaml(
                        "relative reference",
                        "schema: {x: {allOf: [{$ref: 'other.json#/a'}]}}\n",
                        "remote-reference",
                        3,
                        "$.schema.x.allOf[0][\"$ref\"]"),
                json(
                        "remote dynamic reference",
                        "\"schema\":{\"x\":{\"$dynamicRef\":\"//evil.example/a\"}}",
                        "remote-reference",
                        2,
                        "$.schema.x[\"$dynamicRef\"]"));
    }

    private static Case path(String name, String path) {
        return yaml(
                "file path: " + name,
                "scenarios: [\"" + path + "\"]\n",
                "bad-file-path",
                3,
                "$.scenarios[0]");
    }

    static Stream<Case> lists() {
        return Stream.of(
                path("parent", "../a.yaml"),
                path("parent inside", "a/../../b.yaml"),
                path("this folder", "./a.yaml"),
                path("absolute", "/etc/passwd"),
                path("home", "~/a.yaml"),
                path("drive", "C:/a.yaml"),
                path("drive without slash", "c:a.yaml"),
                path("backslash", "a\\\\b.yaml"),
                path("network share", "\\\\\\\\host\\\\a"),
                path("address", "https://a/b.yaml"),
                path("empty", ""),
                path("empty part", "a//b.yaml"),
                path("slash last", "a/"),
                path("blank", "a b.yaml"),
                path("wildcard", "*.yaml"),
                path("dot last", "a."),
                path("device", "aux.yaml"),
                path("variable", "$HOME/a"),
                path("line break", "a\\nb"),
                path("other letters", "sz\u00e9nario.yaml"),
                path("too long", repeat("a", 256)),
                yaml("scenarios as a text", "scenarios: a.yaml\n", "not-a-list", 3, "$.scenarios"),
                yaml("file twice", "tests: [a.yaml, a.yaml]\n", "duplicate-entry", 3, "$.tests[1]"),
                yaml(
                        "files that differ by case",
                        "tests: [a.yaml, A.yaml]\n",
                        "duplicate-entry",
                        3,
                        "$.tests[1]"),
                yaml("number as file", "tests: [1]\n", "not-a-text", 3, "$.tests[0]"),
                yaml("tags as a text", "tags: health\n", "not-a-list", 3, "$.tags"),
                yaml("tag with a blank", "tags: [my tag]\n", "bad-tag", 3, "$.tags[0]"),
                yaml("tag twice", "tags: [a, b, a]\n", "duplicate-entry", 3, "$.tags[2]"),
                yaml("list as tag", "tags: [[a]]\n", "not-a-text", 3, "$.tags[0]"),
                yaml("partner as a path", "partners: [a/b]\n", "bad-partner", 3, "$.partners[0]"),
                yaml(
                        "partner with a line break",
                        "partners: [\"a\\r\\nBcc: x\"]\n",
                        "bad-partner",
                        3,
                        "$.partners[0]"),
                yaml(
                        "too many tags",
                        "tags: [" + numbered("t%d, ", 1_001) + "]\n",
                        "too-many",
                        3,
                        "$.tags"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hostile_file_is_refused_with_its_place(Case hostile) {
        var begin = THREADS.getCurrentThreadCpuTime();
        var result = ArtifactParser.parse(hostile.bytes(), hostile.file(), Optional.empty());
        var took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - begin);

        assertThat(result).isInstanceOf(ParseResult.Rejected.class);
        assertThat(result.findings()).isNotEmpty().hasSizeLessThanOrEqualTo(101);
        var first = result.findings().get(0);
        assertThat(first.severity()).isEqualTo(Severity.ERROR);
        assertThat(first.code()).describedAs(() -> first.text()).isEqualTo(hostile.code());
        assertThat(first.line()).describedAs(() -> first.text()).isEqualTo(hostile.line());
        assertThat(first.path()).describedAs(() -> first.text()).isEqualTo(hostile.path());
        assertThat(first.column()).isEqualTo(hostile.line() == 0 ? 0 : Math.max(1, first.column()));
        for (var finding : result.findings()) {
            assertThat(finding.remedy()).isNotBlank();
            assertThat(finding.text())
                    .startsWith(hostile.file())
                    .doesNotContainPattern("[\\p{Cntrl}\\u202E]");
            assertThat(finding.text().length()).isLessThan(1_000);
        }
        assertThat(took).isLessThan(LIMIT);
    }

    @Test
    void there_are_enough_different_cases() {
        assertThat(cases().map(Case::name).distinct().count())
                .isEqualTo(cases().count())
                .isGreaterThan(300);
    }

    @Test
    void faults_of_a_file_are_reported_together() {
        var result = Documents.rejected("id: A\nversion: 2.0\ntitel: x\nlimit: 1e999\n", "p.yaml");
        assertThat(result.findings())
                .extracting(Finding::code)
                .containsExactly(
                        "bad-id", "version-is-a-number", "mistyped-key", "number-out-of-range");
    }
}
