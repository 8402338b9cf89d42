package hms.connectors.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/// Keeps the configuration of the machine and its user out (identities, signing, hooks), so that
/// equal releases become equal commits everywhere, and keeps JGit from writing into a home folder.
/// The repository's own configuration holds.
final class PlainConfiguration extends SystemReader.Delegate {

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
