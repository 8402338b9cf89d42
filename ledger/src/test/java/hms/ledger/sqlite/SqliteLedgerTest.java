package hms.ledger.sqlite;

import hms.ledger.Entries;
import hms.ledger.Ledger;
import hms.ledger.LedgerContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLedgerTest extends LedgerContract {
    @TempDir private Path folder;

    @Override
    protected Ledger open() {
        return SqliteLedger.open(folder.resolve("ledger.db"), Entries.LOG);
    }
}
