package io.github.netnsjunit.kernel.system;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of the kernel parameters that each network namespace has for itself, as sysctl(8) writes them. */
public final class SysctlName {

    private static final Pattern NETWORK = Pattern.compile("net[./][^\\s\\x00]+");

    /** Parts of a path that are not names. */
    private static final Set<String> NOT_NAMES = Set.of("", ".", "..");

    /** Each interface has its own directory; see {@code networking/ip-sysctl} in the kernel's documentation. */
    private static final Pattern INTERFACE_PARAMETER =
            Pattern.compile("/proc/sys/net/(?<family>[^/]+/(?:conf|neigh))/(?<interface>[^/]+)/(?<parameter>.+)");

    /** As above, but with slashes in place of the dots in the interface's name. Parameters of interfaces have no directories below. */
    private static final Pattern DOTTED_INTERFACE = Pattern.compile(
            "(?<directory>/proc/sys/net/[^/]+/(?:conf|neigh)/)(?<interface>[^/]+(?:/[^/]+)+)(?<parameter>/[^/]+)");

    /** Directories beside those of the interfaces. They are for all interfaces, and for new ones. */
    private static final Set<String> NOT_INTERFACES = Set.of("all", "default");

    private static final String IP_FORWARD = "/proc/sys/net/ipv4/ip_forward";

    /** Another file for the same parameter. */
    private static final String FORWARDING_OF_ALL = "/proc/sys/net/ipv4/conf/all/forwarding";

    private SysctlName() {}

    /** What is wrong with a name. Empty if a parameter of a network namespace may have this name. */
    public static Optional<String> mistake(String name) {
        if (!NETWORK.matcher(name).matches()
                || Stream.of(path(name).substring(1).split("/", -1)).anyMatch(NOT_NAMES::contains)) {
            return Optional.of("[" + printable(name)
                    + "] is not the name of a kernel parameter of a network namespace: those begin with"
                    + " [net.], for example [net.ipv4.ip_forward]");
        }
        return Optional.empty();
    }

    /**
     * The file of a parameter, such as {@code /proc/sys/net/ipv4/ip_forward}. The first dot or slash of the name is the separator. If it
     * is a dot, then a slash in the name stands for a dot in the file's name, and the name of an interface may contain dots:
     * {@code net.ipv4.conf.eth0.5.forwarding} is a parameter of {@code eth0.5}.
     */
    public static String path(String name) {
        boolean dots = name.indexOf('/') < 0 || (name.indexOf('.') >= 0 && name.indexOf('.') < name.indexOf('/'));
        if (!dots) {
            return "/proc/sys/" + name;
        }
        String path = "/proc/sys/" + name.replace('.', '\n').replace('/', '.').replace('\n', '/');
        Matcher dotted = DOTTED_INTERFACE.matcher(path);
        return dotted.matches()
                ? dotted.group("directory") + dotted.group("interface").replace('/', '.') + dotted.group("parameter")
                : path;
    }

    /** The parameter of new interfaces that has the same meaning. A parameter that belongs to no interface itself. */
    public static String ofNewInterfaces(String name) {
        return INTERFACE_PARAMETER
                .matcher(path(name))
                .replaceFirst("/proc/sys/net/${family}/default/${parameter}")
                .substring("/proc/sys/".length());
    }

    /** The interface that a parameter belongs to: for {@code net.ipv4.conf.eth0.forwarding} it is {@code eth0}. */
    public static Optional<String> interfaceOf(String name) {
        Matcher matcher = INTERFACE_PARAMETER.matcher(path(name));
        return matcher.matches() && !NOT_INTERFACES.contains(matcher.group("interface"))
                ? Optional.of(matcher.group("interface"))
                : Optional.empty();
    }

    /** The file of a parameter. If a parameter has two files, it is the same one for both names. */
    public static String canonicalPath(String name) {
        return canonical(path(name));
    }

    private static String canonical(String path) {
        return path.equals(FORWARDING_OF_ALL) ? IP_FORWARD : path;
    }

    /** Whether setting one parameter may change the other: the kernel copies a parameter of all interfaces to each of them. */
    public static boolean overlap(String one, String other) {
        boolean bothForSingleInterfaces =
                interfaceOf(one).isPresent() && interfaceOf(other).isPresent();
        return canonicalPath(one).equals(canonicalPath(other))
                || (!bothForSingleInterfaces && pathForAll(one).equals(pathForAll(other)));
    }

    private static String pathForAll(String name) {
        return canonical(
                INTERFACE_PARAMETER.matcher(path(name)).replaceFirst("/proc/sys/net/${family}/all/${parameter}"));
    }

    private static String printable(String name) {
        return name.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? "\\u%04x".formatted(c) : Character.toString(c))
                .reduce("", String::concat);
    }
}
