package io.github.netnsjunit.kernel;

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

    /** The directories in which each interface has one of its own; ip-sysctl of the kernel's documentation. */
    private static final Pattern OF_INTERFACES =
            Pattern.compile("/proc/sys/net/(?<of>[^/]+/(?:conf|neigh))/(?<interface>[^/]+)/(?<what>.+)");

    private static final String IP_FORWARD = "/proc/sys/net/ipv4/ip_forward";

    /** What stands there beside interfaces. */
    private static final Set<String> OF_ALL_INTERFACES = Set.of("all", "default");

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
        return matcher.matches() && !OF_ALL_INTERFACES.contains(matcher.group("interface"))
                ? Optional.of(matcher.group("interface"))
                : Optional.empty();
    }

    /**
     * Whether to set one may change the other: {@code all} stands for each interface too, and {@code net.ipv4.ip_forward} is
     * {@code net.ipv4.conf.all.forwarding}.
     */
    public static boolean overlap(String one, String other) {
        Matcher first = OF_INTERFACES.matcher(unaliased(one));
        Matcher second = OF_INTERFACES.matcher(unaliased(other));
        return unaliased(one).equals(unaliased(other))
                || (first.matches()
                        && second.matches()
                        && first.group("of").equals(second.group("of"))
                        && first.group("what").equals(second.group("what"))
                        && (first.group("interface").equals("all")
                                || second.group("interface").equals("all")));
    }

    private static String unaliased(String name) {
        String path = path(name);
        return path.equals(IP_FORWARD) ? "/proc/sys/net/ipv4/conf/all/forwarding" : path;
    }

    private static String printable(String name) {
        return name.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? "\\u%04x".formatted(c) : Character.toString(c))
                .reduce("", String::concat);
    }
}
