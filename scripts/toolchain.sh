# shellcheck shell=bash
# Sourced by hms, test and .ci/run: finds a JDK 25 and a Maven that can build HMS-SVC.

# Sets `jdk` (its folder) and `jdk_version`. Reads each candidate's `release` file, which costs nothing; running java does.
find_jdk() {
    local candidate line java
    java=$(command -v java) && java=$(readlink -f -- "$java") && java=${java%/bin/java}
    for candidate in "${JAVA_HOME:-}" "$java" /usr/lib/jvm/*; do
        [[ -x $candidate/bin/javac && -r $candidate/release ]] || continue
        while IFS= read -r line; do
            [[ $line == JAVA_VERSION=\"25[.\"]* ]] || continue
            jdk=$candidate
            jdk_version=${line#*=}
            jdk_version=${jdk_version//\"/}
            return 0
        done <"$candidate/release"
    done
    cat >&2 <<'TEXT'
HMS-SVC needs a JDK 25 and found none in JAVA_HOME, on the PATH or in /usr/lib/jvm.
Install one (package openjdk-25-jdk or temurin-25-jdk), or set JAVA_HOME to where it is.
TEXT
    return 1
}

# Succeeds if the Maven on the PATH is new enough to build.
find_maven() {
    local version
    version=$(cd / && JAVA_HOME=$jdk mvn --version 2>/dev/null)
    [[ $version =~ Apache\ Maven\ ([0-9]+)\.([0-9]+) ]] &&
        ((BASH_REMATCH[1] > 3 || (BASH_REMATCH[1] == 3 && BASH_REMATCH[2] >= 8))) && return 0
    cat >&2 <<'TEXT'
HMS-SVC is built with Maven 3.8 or newer, and `mvn` on the PATH is missing or older.
Install it (package maven), then try again.
TEXT
    return 1
}
