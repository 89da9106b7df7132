package io.github.netnsjunit.kernel.system;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which privileges a lab needs, which of them this process has, and how to get the others. */
public final class Privileges {

    /** Bits of {@code linux/capability.h}. */
    private static final Map<String, Integer> NEEDED = needed();

    private static final Path APPARMOR = Path.of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns");
    private static final Path USER_NAMESPACES = Path.of("/proc/sys/user/max_user_namespaces");
    private static final Path DEBIAN = Path.of("/proc/sys/kernel/unprivileged_userns_clone");

    private Privileges() {}

    private static Map<String, Integer> needed() {
        Map<String, Integer> bits = new LinkedHashMap<>();
        bits.put("CAP_SYS_ADMIN", 21);
        bits.put("CAP_NET_ADMIN", 12);
        bits.put("CAP_NET_RAW", 13);
        return bits;
    }

    /** Whether the kernel refused for want of a privilege. Netlink says EPERM then, and EACCES for other reasons. */
    public static boolean areMissing(LinuxException refused) {
        return refused.errno() == Errno.EPERM
                || (refused.errno() == Errno.EACCES && !(refused instanceof NetlinkException));
    }

    /** The capabilities that a lab needs and the calling thread lacks, by name. */
    public static List<String> missing() {
        List<String> missing = new ArrayList<>(NEEDED.keySet());
        effective().ifPresent(set -> missing.removeIf(name -> set.testBit(NEEDED.getOrDefault(name, 0))));
        return missing;
    }

    private static Optional<BigInteger> effective() {
        try {
            // The first line is the thread's name, cut at 15 bytes, be it in the middle of a character.
            return Files.readAllLines(Path.of("/proc/thread-self/status"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .map(line ->
                            new BigInteger(line.substring("CapEff:".length()).trim(), 16))
                    .findFirst();
        } catch (IOException noProc) {
            return Optional.empty(); // then all are taken to be missing, and named
        }
    }

    /** What to do, one way a line. */
    public static String remedies() {
        List<String> missing = missing();
        List<String> lines = new ArrayList<>();
        lines.add(
                missing.isEmpty()
                        ? "This process has CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_NET_RAW, so something else forbids it:"
                                + " seccomp, AppArmor, SELinux, or a /proc or /sys that is partly hidden. Ways around it:"
                        : "This process lacks " + String.join(", ", missing)
                                + ". Any of these gives it what it needs:");
        lines.add("  - as an ordinary user, put this in front of the build:"
                + " unshare --user --map-root-user --mount ./mvnw verify");
        lines.add("      (where that cannot write to /root, set MAVEN_OPTS=-Duser.home=$HOME or"
                + " GRADLE_USER_HOME=$HOME/.gradle before it)");
        if (!value(USER_NAMESPACES).equals("0") && !value(DEBIAN).equals("0")) {
            lines.add("      (Ubuntu 24.04 and later forbid that until: sudo sysctl -w"
                    + " kernel.apparmor_restrict_unprivileged_userns=0"
                    + (value(APPARMOR).equals("1") ? "; it is forbidden here now)" : ")"));
        } else {
            lines.add("      (forbidden here now; an administrator can allow it with: sudo sysctl -w"
                    + (value(DEBIAN).equals("0")
                            ? " kernel.unprivileged_userns_clone=1"
                            : " user.max_user_namespaces=10000")
                    + ")");
        }
        lines.add("  - as root: sudo ./mvnw verify");
        lines.add("  - in Docker: docker run --init --cap-add SYS_ADMIN --cap-add NET_ADMIN --cap-add NET_RAW"
                + " --security-opt apparmor=unconfined --security-opt seccomp=unconfined ...");
        lines.add("  - in GitHub Actions: run: sudo env \"PATH=$PATH\" \"JAVA_HOME=$JAVA_HOME\" ./mvnw verify");
        return System.lineSeparator() + String.join(System.lineSeparator(), lines);
    }

    /** What to do where the machine's own namespace is wanted. */
    public static String remedyForHost() {
        List<String> missing = missing();
        return System.lineSeparator()
                + (missing.isEmpty() ? "" : "This process lacks " + String.join(", ", missing) + ". ")
                + "The machine's own network is for the machine's root alone: run the tests as root (sudo), without unshare --user in"
                + " front, and not in a container.";
    }

    private static String value(Path setting) {
        try {
            return Files.exists(setting) ? Files.readString(setting).trim() : "";
        } catch (IOException unreadable) {
            return ""; // the advice is then the general one
        }
    }
}
