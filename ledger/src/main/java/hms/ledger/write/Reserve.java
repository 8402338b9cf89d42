package hms.ledger.write;

import hms.ledger.DataFolder;

/// Room that is set aside so that a halt and a rollback still fit when the disk is full.
@FunctionalInterface
public interface Reserve {

    /// Gives the room up.
    ///
    /// @return false if there is none left to give
    boolean release();

    /// Sets the room aside again, if there is room enough. Until it is, nothing but what stops is
    /// written: ordinary requests would use up what was freed for halts.
    ///
    /// @return whether it is set aside now
    default boolean restore() {
        return true;
    }

    /// The reserve of a data folder.
    static Reserve of(DataFolder folder) {
        return new Reserve() {
            @Override
            public boolean release() {
                return folder.releaseReserve();
            }

            @Override
            public boolean restore() {
                return folder.keepReserve();
            }
        };
    }
}
