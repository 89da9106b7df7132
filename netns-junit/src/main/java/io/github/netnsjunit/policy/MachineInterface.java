package io.github.netnsjunit.policy;

import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.system.KernelParameter;
import io.github.netnsjunit.provision.Handles;
import java.io.IOException;
import java.net.Inet4Address;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the machine's interface through which packets can leave. It only looks: nothing of the machine changes. */
final class MachineInterface {

    private static final String RELAY =
            ". Or let a relay in the test pass on what it needs of one server: see [A server outside] in the guide";

    private final String namespace;
    private final Handles handles;
    /** The names of the interfaces by their indexes. */
    private final Map<Integer, String> names = new LinkedHashMap<>();

    private MachineInterface(String namespace, Handles handles) {
        this.namespace = namespace;
        this.handles = handles;
        handles.list(namespace, LinkMessage.dump()).forEach(link -> names.put(link.index(), link.name()));
    }

    /** Looks at the machine's namespace. The calling thread must be inside. */
    static MachineInterface in(String namespace, Handles handles) {
        return new MachineInterface(namespace, handles);
    }

    /** The kernel parameter that says whether what arrives at an interface is forwarded, as sysctl(8) writes it. */
    static String forwarding(String interfaceName) {
        return "net.ipv4.conf." + interfaceName.replace('.', '/') + ".forwarding";
    }

    /**
     * The interface through which packets can leave.
     *
     * @param wanted its name; empty for that of the default route
     * @throws IllegalStateException if there is none, or the machine does not forward what arrives there; the message says what allows it
     */
    String through(String wanted) {
        if (!wanted.isEmpty() && !names.containsValue(wanted)) {
            throw new IllegalStateException(
                    "the machine has no interface [" + wanted + "] (through); it has " + names.values() + RELAY);
        }
        String found = wanted.isEmpty() ? ofDefaultRoute() : wanted;
        String parameter = forwarding(found);
        String value = read(parameter);
        if (value.equals("0")) {
            throw new IllegalStateException("the machine does not forward what arrives at its interface [" + found
                    + "], so no answer would come back: " + parameter + " is " + value
                    + ". That is a setting of the machine, which no test changes. This allows it: sysctl -w "
                    + parameter
                    + "=1" + RELAY);
        }
        return found;
    }

    private String ofDefaultRoute() {
        List<RouteMessage> routes = handles.list(namespace, RouteMessage.dump()).stream()
                .filter(route -> route.isDefault()
                        && route.destination() instanceof Inet4Address
                        && route.table() == RouteMessage.MAIN_TABLE)
                .toList();
        Optional<RouteMessage> best =
                routes.stream().min(Comparator.comparingLong(route -> Integer.toUnsignedLong(route.metric())));
        List<String> found = best.stream()
                .flatMap(route -> route.nextHops().stream())
                .flatMap(hop -> Optional.ofNullable(names.get(hop.outputInterface())).stream())
                .distinct()
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException("the machine has "
                    + (found.isEmpty()
                            ? "no default route of IPv4 in its main table"
                            : "a default route through several interfaces, " + found)
                    + ": name the interface through which packets are to leave (through); it has " + names.values()
                    + RELAY);
        }
        return found.get(0);
    }

    private static String read(String parameter) {
        try {
            return KernelParameter.read(parameter);
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "could not read " + parameter + " of the machine: " + unreadable, unreadable);
        }
    }
}
