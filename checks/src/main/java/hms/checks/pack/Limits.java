package hms.checks.pack;

/// How large a package may be. The packer keeps to the same limits as the reader, so that nothing
/// can be made that nobody would take.
final class Limits {
    static final int MAX_MEMBERS = 65_536;
    static final int MAX_MEMBER_BYTES = 16 << 20;
    static final int MAX_TOTAL_BYTES = 48 << 20;

    /// Of the archive as a file; JSON and XML may need a third more than what they hold.
    static final int MAX_ARCHIVE_BYTES = 80 << 20;

    /// How many bytes may come out of one that went in, once the output is past
    /// [#RATIO_FREE_BYTES].
    static final int MAX_RATIO = 200;

    static final int RATIO_FREE_BYTES = 1 << 20;

    private Limits() {}

    static RefusedArchive tooLarge(String what) {
        return new RefusedArchive("package-too-large", what, "split the release into smaller ones");
    }

    static RefusedArchive bomb(String what) {
        return new RefusedArchive(
                "archive-bomb", what, "make the package again with hms policy pack");
    }
}
