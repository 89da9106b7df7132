package io.github.netnsjunit.kernel.system;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of kernel parameters of a network namespace, as sysctl(8) writes them. */
public final class SysctlName {

    private static final Pattern NETWORK = Pattern.compile("net[./][^\\s\\x00]+");

    /** Parts of a path that lead nowhere, or elsewhere. */
    private static final Set<String> NO_NAMES = Set.of("", ".", "..");

    /** Each interface has a directory of its own; see ip-sysctl of the kernel's documentation. */
    private static final Pattern OF_INTERFACES =
            Pattern.compile("/proc/sys/net/(?<of>[^/]+/(?:conf|neigh))/(?<interface>[^/]+)/(?<what>.+)");

    /** Directories beside those of interfaces. */
    private static final Set<String> OF_NO_INTERFACE = Set.of("all", "default");

    private static final String IP_FORWARD = "/proc/sys/net/ipv4/ip_forward";

    /** Another name of it. */
    private static final String FORWARDING_OF_ALL = "/proc/sys/net/ipv4/conf/all/forwarding";

    private SysctlName() {}

    /** What is wrong with a name; empty if it names a parameter of a network namespace. */
    public static Optional<String> mistake(String name) {
        if (!NETWORK.matcher(name).matches()
                || Stream.of(path(name).substring(1).split("/", -1)).anyMatch(NO_NAMES::contains)) {
            return Optional.of(
                    "[" + printable(name) + "] is not a kernel parameter of a network namespace: those begin with"
                            + " [net.], for example [net.ipv4.ip_forward]");
        }
        return Optional.empty();
    }

    /**
     * The file of a parameter, such as {@code /proc/sys/net/ipv4/ip_forward}. What parts its name first, a dot or a slash, does so all
     * through, and the other stands for a dot.
     */
    public static String path(String name) {
        boolean dots = name.indexOf('/') < 0 || (name.indexOf('.') >= 0 && name.indexOf('.') < name.indexOf('/'));
        return "/proc/sys/" + (dots ? name.replace('.', '\n').replace('/', '.').replace('\n', '/') : name);
    }

    /** The interface that a parameter is one of, as {@code net.ipv4.conf.eth0.forwarding} is of {@code eth0}. */
    public static Optional<String> interfaceOf(String name) {
        Matcher matcher = OF_INTERFACES.matcher(path(name));
        return matcher.matches() && !OF_NO_INTERFACE.contains(matcher.group("interface"))
                ? Optional.of(matcher.group("interface"))
                : Optional.empty();
    }

    /** The file of a parameter, the same for two names of one parameter. */
    public static String canonicalPath(String name) {
        return canonical(path(name));
    }

    private static String canonical(String path) {
        return path.equals(FORWARDING_OF_ALL) ? IP_FORWARD : path;
    }

    /** Whether to set one may change the other: a parameter of all interfaces is written to each of them too. */
    public static boolean overlap(String one, String other) {
        boolean ofOneInterfaceEach =
                interfaceOf(one).isPresent() && interfaceOf(other).isPresent();
        return canonicalPath(one).equals(canonicalPath(other))
                || (!ofOneInterfaceEach && ofAll(one).equals(ofAll(other)));
    }

    private static String ofAll(String name) {
        return canonical(OF_INTERFACES.matcher(path(name)).replaceFirst("/proc/sys/net/${of}/all/${what}"));
    }

    private static String printable(String name) {
        return name.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? "\\u%04x".formatted(c) : Character.toString(c))
                .reduce("", String::concat);
    }
}
