# shellcheck shell=sh
# Finds a JDK 25 or newer and exports it as JAVA_HOME. Sourced by mvnw and by orrery, so that both
# agree about which one. JAVA_HOME and the PATH come first because they are what somebody chose; a
# JDK there that is too old is passed over, not complained about.
#
# ORRERY_JDK_FOLDERS, folders separated by colons, is looked through in place of the usual ones.

jdk_needed=25

# Prints the major version of the JDK in folder $1, or nothing when there is none.
jdk_major() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1
    else
        "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9][0-9]*\).*/\1/p' | head -n 1
    fi
}

jdk_is_new_enough() {
    jdk_found=$(jdk_major "$1")
    [ "${jdk_found:-0}" -ge "$jdk_needed" ]
}

# Prints the home of the java on the PATH. A version manager puts a script there, which only java
# itself can see through; Apple puts a stub there, which opens a dialogue when there is no JDK.
jdk_on_path() {
    jdk_java=$(command -v java 2>/dev/null) || return 0
    [ "$jdk_java" != /usr/bin/java ] || [ "$(uname -s)" != Darwin ] || return 0
    jdk_real=$(readlink -f "$jdk_java" 2>/dev/null) || jdk_real=$jdk_java
    if [ -r "${jdk_real%/bin/java}/release" ]; then
        echo "${jdk_real%/bin/java}"
    else
        "$jdk_java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
    fi
}

# Prints the folders that hold a JDK on the systems we know, one a line.
jdk_usual_homes() {
    if [ -n "${ORRERY_JDK_FOLDERS:-}" ]; then
        (
            IFS=:
            for jdk_folder in $ORRERY_JDK_FOLDERS; do
                printf '%s\n' "$jdk_folder" "$jdk_folder"/* "$jdk_folder"/*/Contents/Home
            done
        )
        return
    fi
    # Debian and Ubuntu, Fedora, SUSE, Oracle's packages, archives unpacked by hand.
    printf '%s\n' /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk*
    # SDKMAN, IntelliJ, Gradle, mise, asdf.
    printf '%s\n' "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* \
        "$HOME"/.gradle/jdks/* "$HOME"/.local/share/mise/installs/java/* \
        "$HOME"/.asdf/installs/java/*
    # macOS.
    printf '%s\n' /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/.jdks/*/Contents/Home
    if [ -x /usr/libexec/java_home ]; then
        /usr/libexec/java_home -v "$jdk_needed+" 2>/dev/null || :
    fi
    # Homebrew, on either kind of Mac and on Linux.
    printf '%s\n' /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec
}

# Of several usual JDKs takes the oldest that will do: the nearest to what the tests ran on.
jdk_among_usual() {
    jdk_usual_homes | while IFS= read -r jdk_home; do
        jdk_found=$(jdk_major "$jdk_home")
        [ "${jdk_found:-0}" -lt "$jdk_needed" ] || printf '%s %s\n' "$jdk_found" "$jdk_home"
    done | sort -n | head -n 1 | cut -d ' ' -f 2-
}

# Prints the line that installs a JDK 25 here. Debian 12 and older have none that is new enough.
jdk_install_line() {
    jdk_as_root=sudo
    [ "$(id -u)" -ne 0 ] || jdk_as_root=
    if [ "$(uname -s)" = Darwin ] && command -v brew >/dev/null 2>&1; then
        echo "brew install openjdk@$jdk_needed"
        return
    fi
    # shellcheck source=/dev/null
    jdk_system=$(. /etc/os-release 2>/dev/null && echo "${ID:-} ${VERSION_ID:-0}") || jdk_system=
    jdk_release=${jdk_system#* }
    jdk_release=${jdk_release%%.*}
    case $jdk_system in
        "debian "*) [ "${jdk_release:-0}" -ge 13 ] 2>/dev/null && jdk_with=apt || jdk_with=sdk ;;
        "ubuntu "*) [ "${jdk_release:-0}" -ge 22 ] 2>/dev/null && jdk_with=apt || jdk_with=sdk ;;
        "fedora "* | "rhel "* | "centos "* | "rocky "* | "almalinux "*) jdk_with=dnf ;;
        *) jdk_with=sdk ;;
    esac
    case $jdk_with in
        apt) set -- apt-get install -y "openjdk-$jdk_needed-jdk" ;;
        dnf) set -- dnf install -y "java-$jdk_needed-openjdk-devel" ;;
        sdk)
            jdk_as_root=
            if [ -r "${SDKMAN_DIR:-$HOME/.sdkman}/bin/sdkman-init.sh" ]; then
                set -- sdk install java
            else
                set -- "curl -s https://get.sdkman.io | bash &&" \
                    ". ~/.sdkman/bin/sdkman-init.sh && sdk install java"
            fi
            ;;
    esac
    echo "${jdk_as_root:+$jdk_as_root }$*"
}

# Exports JAVA_HOME, or says in one sentence how to get a JDK and fails.
find_jdk() {
    jdk_home=${JAVA_HOME:-}
    [ -n "$jdk_home" ] && jdk_is_new_enough "$jdk_home" || jdk_home=$(jdk_on_path)
    [ -n "$jdk_home" ] && jdk_is_new_enough "$jdk_home" || jdk_home=$(jdk_among_usual)
    if [ -z "$jdk_home" ]; then
        echo "Orrery needs a JDK $jdk_needed or newer and found none; this line installs one:" \
            "$(jdk_install_line)" >&2
        return 1
    fi
    JAVA_HOME=$jdk_home
    export JAVA_HOME
}
