package hms.checks.scan;

import hms.trust.Digest;

/// A set of rules that packages are held against. Pure: the same target gives the same findings.
public interface ScanRules {

    /// The name by which people ask for it, such as `privacy`.
    String name();

    /// Grows with every change of what it finds; results of another version are not used again.
    int version();

    /// What its findings follow from, all of it.
    default Digest key(ScanTarget target) {
        return target.content();
    }

    /// Looks at everything in a package.
    ///
    /// @param findings takes what it finds, in the order of policies and files
    void scan(ScanTarget target, ScanFindings findings);
}
