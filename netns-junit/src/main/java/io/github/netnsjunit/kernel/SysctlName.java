package io.github.netnsjunit.kernel;

import java.util.Optional;
import java.util.regex.Pattern;

/** The names of kernel parameters of a network namespace, as sysctl(8) writes them. */
public final class SysctlName {

    private static final Pattern NETWORK = Pattern.compile("net[./][^\\s\\x00]+");

    private SysctlName() {}

    /** What is wrong with a name; empty if it names a parameter of a network namespace. */
    public static Optional<String> mistake(String name) {
        if (!NETWORK.matcher(name).matches() || name.contains("..") || name.contains("//")) {
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

    private static String printable(String name) {
        return name.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? "\\u%04x".formatted(c) : Character.toString(c))
                .reduce("", String::concat);
    }
}
