package hms.checks.pack;

/// One way of writing files into a single one. Writing is deterministic to the byte; reading
/// trusts nothing.
interface Archive {
    byte[] write(Members members) throws RefusedArchive;

    Members read(byte[] bytes) throws RefusedArchive;
}
