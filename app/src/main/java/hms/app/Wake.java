package hms.app;

/// Wakes who acts on the ledger, once there is one: the writer is made before.
final class Wake implements Runnable {

    private volatile Runnable target = () -> {};

    void become(Runnable next) {
        target = next;
        next.run();
    }

    @Override
    public void run() {
        target.run();
    }
}
