package hms.core.pipeline.file;

/// A configuration file that cannot be used. The message says where and what to do.
public final class ConfigRefused extends RuntimeException {

    public ConfigRefused(String message) {
        super(message);
    }
}
