package io.github.netnsjunit.assertj.error;

import static io.github.netnsjunit.assertj.error.Message.expecting;

import io.github.netnsjunit.lab.Interface;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.error.ErrorMessageFactory;

/** Messages about what a namespace has: interfaces, listening ports, kernel parameters, names. */
public final class NamespaceMessages {

    private static final String ACTUAL_PORTS = "%nbut the ports listened on are:%n  %s";

    private NamespaceMessages() {}

    public static ErrorMessageFactory shouldHaveInterface(String namespace, String name) {
        return expecting(namespace, "to have the interface %s%nbut it has no such interface.", name);
    }

    public static ErrorMessageFactory shouldNotHaveInterface(String namespace, Interface found) {
        return expecting(
                namespace,
                "not to have the interface %s%nbut it has:%n  %s",
                found.name(),
                NetworkSnapshot.describe(found));
    }

    public static ErrorMessageFactory shouldHaveOnlyInterfaces(
            String namespace, List<String> expected, List<String> actual) {
        return expecting(
                namespace,
                "to have only the interfaces:%n  %s%nbut its interfaces are:%n  %s",
                String.join(", ", expected),
                String.join(", ", actual));
    }

    public static ErrorMessageFactory shouldListenOn(String namespace, int port, Collection<Integer> all) {
        return expecting(namespace, "to listen on TCP port %s" + ACTUAL_PORTS, port, new TreeSet<>(all));
    }

    public static ErrorMessageFactory shouldNotListenOn(String namespace, int port, Collection<Integer> all) {
        return expecting(namespace, "not to listen on TCP port %s" + ACTUAL_PORTS, port, new TreeSet<>(all));
    }

    public static ErrorMessageFactory shouldHaveSysctl(String namespace, String name, String expected, String actual) {
        return expecting(
                namespace, "to have the kernel parameter:%n  %s = %s%nbut it is:%n  %s", name, expected, actual);
    }

    /** Says that a host name has no address; the detail is the resolver's own. */
    public static ErrorMessageFactory shouldResolve(String namespace, String host, String detail) {
        return expecting(namespace, "to resolve the name %s%nbut it has no address there:%n  %s", host, detail);
    }
}
