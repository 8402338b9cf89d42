package hms.minicluster;

import java.io.IOException;

/// A replica as the front sees it.
interface Backend {

    String name();

    /// Whether it may be asked.
    boolean isReady();

    /// Where it answers.
    ///
    /// @throws IOException nowhere now
    int port() throws IOException;

    /// It did not answer: it is not asked before a check says that it does again.
    void suspect();
}
