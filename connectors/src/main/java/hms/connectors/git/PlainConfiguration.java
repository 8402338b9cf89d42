package hms.connectors.git;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// Keeps the configuration of the machine and its user out (identities, signing, hooks), so that
/// equal releases become equal commits everywhere, and keeps JGit from writing into a home folder.
/// The repository's own configuration holds.
///
/// JGit would also take seconds to find out how finely the file system keeps times, once a process;
/// it is told the coarsest there is instead, with which it reads a recent file again rather than
/// trust what it remembers.
final class PlainConfiguration extends SystemReader.Delegate {

    private static final Duration COARSEST_TIMES = Duration.ofSeconds(2);

    private PlainConfiguration(SystemReader usual) {
        super(usual);
    }

    static void install() {
        var usual = SystemReader.getInstance();
        if (!(usual instanceof PlainConfiguration)) {
            SystemReader.setInstance(new PlainConfiguration(usual));
        }
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    /// A configuration without a file.
    private static final class Nothing extends FileBasedConfig {

        Nothing(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public long getTimeUnit(
                String section,
                @Nullable String subsection,
                String name,
                long otherwise,
                TimeUnit unit) {
            return section.equals("filesystem")
                    ? unit.convert(COARSEST_TIMES)
                    : super.getTimeUnit(section, subsection, name, otherwise, unit);
        }

        @Override
        public void load() {
            // there is no file
        }

        @Override
        public void save() {
            // there is no file
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
