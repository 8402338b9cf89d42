package hms.ledger;

/// The process that owns a data folder, as it described itself.
///
/// @param description who it is and since when, for people: `hms up, process 4711, since
///     2026-01-01T00:00:00Z`
public record Owner(String description) {
    @Override
    public String toString() {
        return description;
    }
}
