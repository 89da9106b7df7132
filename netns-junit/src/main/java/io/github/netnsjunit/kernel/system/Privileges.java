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
import java.util.regex.Pattern;

/** Which privileges a lab needs, which of them are missing, and how to get them. */
public final class Privileges {

    /** The capabilities that a lab needs, with their numbers in {@code linux/capability.h}. */
    private static final Map<String, Integer> NEEDED = needed();

    private static final Path APPARMOR_RESTRICTS_USERNS =
            Path.of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns");
    private static final Path MAX_USER_NAMESPACES = Path.of("/proc/sys/user/max_user_namespaces");
    private static final Path UNPRIVILEGED_USERNS_CLONE = Path.of("/proc/sys/kernel/unprivileged_userns_clone");

    /** What {@code /proc/PID/uid_map} maps in the machine's first user namespace: each user to itself. */
    private static final Pattern WHOLE_MACHINE = Pattern.compile("\\s*0\\s+0\\s+4294967295\\s*");

    private Privileges() {}

    private static Map<String, Integer> needed() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        numbers.put("CAP_SYS_ADMIN", 21);
        numbers.put("CAP_NET_ADMIN", 12);
        numbers.put("CAP_NET_RAW", 13);
        return numbers;
    }

    /** Whether the kernel refused because a privilege is missing. Netlink refuses so only with EPERM, and uses EACCES for other reasons. */
    public static boolean areMissing(LinuxException refused) {
        return refused.errno() == Errno.EPERM
                || (refused.errno() == Errno.EACCES && !(refused instanceof NetlinkException));
    }

    /** The names of the capabilities that a lab needs and the calling thread does not have. */
    public static List<String> missing() {
        BigInteger effective = effective();
        return NEEDED.entrySet().stream()
                .filter(needed -> !effective.testBit(needed.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The effective capabilities of the calling thread, a bit each. */
    private static BigInteger effective() {
        try {
            // Not UTF-8: the first line is the thread's name, which may be cut within a character.
            return Files.readAllLines(Path.of("/proc/thread-self/status"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .map(line ->
                            new BigInteger(line.substring("CapEff:".length()).trim(), 16))
                    .findFirst()
                    .orElse(BigInteger.ZERO);
        } catch (IOException noProc) {
            return BigInteger.ZERO; // unknown: report all of them as missing
        }
    }

    /** How to get the missing privileges, one way on each line. */
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
        if (!hasValue(MAX_USER_NAMESPACES, "0") && !hasValue(UNPRIVILEGED_USERNS_CLONE, "0")) {
            lines.add("      (Ubuntu 24.04 and later forbid that until: sudo sysctl -w"
                    + " kernel.apparmor_restrict_unprivileged_userns=0"
                    + (hasValue(APPARMOR_RESTRICTS_USERNS, "1") ? "; it is forbidden here now)" : ")"));
        } else {
            lines.add("      (forbidden here now; an administrator can allow it with: sudo sysctl -w"
                    + (hasValue(UNPRIVILEGED_USERNS_CLONE, "0")
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

    /** Whether this process is in the machine's first user namespace, and not in one that an ordinary user has made (user_namespaces(7)). */
    public static boolean areOfMachine() {
        try {
            return WHOLE_MACHINE
                    .matcher(Files.readString(Path.of("/proc/self/uid_map")))
                    .matches();
        } catch (IOException noProc) {
            return true; // a kernel without user namespaces
        }
    }

    /** What to do if a test needs the machine's own network namespace. */
    public static String remedyForHost() {
        List<String> missing = missing();
        return System.lineSeparator()
                + (missing.isEmpty() ? "" : "This process lacks " + String.join(", ", missing) + ". ")
                + "The machine's own network is for the machine's root alone: run the tests as root (sudo), without unshare --user in"
                + " front, and not in a container.";
    }

    private static boolean hasValue(Path setting, String value) {
        try {
            return Files.exists(setting) && Files.readString(setting).trim().equals(value);
        } catch (IOException unreadable) {
            return false; // unknown: give the general advice
        }
    }
}
