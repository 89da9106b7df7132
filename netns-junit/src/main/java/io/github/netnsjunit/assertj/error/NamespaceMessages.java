package io.github.netnsjunit.assertj.error;

import static io.github.netnsjunit.assertj.error.Message.expecting;
import static io.github.netnsjunit.assertj.error.Message.indented;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.system.Listener;
import io.github.netnsjunit.lab.system.Listeners;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.error.ErrorMessageFactory;

/** Messages about what a namespace has: interfaces, listening ports, kernel parameters, names. */
public final class NamespaceMessages {

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

    public static ErrorMessageFactory shouldListenOn(String namespace, int port, List<Listener> all) {
        return expecting(namespace, "to listen on TCP port %s%nbut %s", port, listenedOn(all));
    }

    public static ErrorMessageFactory shouldNotListenOn(String namespace, int port, List<Listener> all) {
        return expecting(namespace, "not to listen on TCP port %s%nbut %s", port, listenedOn(all));
    }

    /**
     * Says who listens instead.
     *
     * @param missing why no server of this Java process can listen on the address; empty if one can
     */
    public static ErrorMessageFactory shouldListenOn(
            String namespace, Listener wanted, Listeners found, String missing) {
        String address = IpAddress.text(wanted.address());
        String foreign = found.local() ? "" : " " + address + " is no address of " + namespace + ", and";
        return expecting(
                namespace,
                "to listen on %s port %s%nbut%s %s",
                address,
                wanted.port(),
                missing.isEmpty() ? foreign : " " + missing + "; and",
                listenedOn(found.all()));
    }

    /** Says that Java could not listen there anyway, so that it proves nothing if nobody does. */
    public static ErrorMessageFactory shouldHaveIPv6(String namespace, Listener unwanted, String missing) {
        return expecting(
                namespace,
                "not to listen on %s port %s%nbut that says nothing: %s",
                IpAddress.text(unwanted.address()),
                unwanted.port(),
                missing);
    }

    public static ErrorMessageFactory shouldNotListenOn(String namespace, Listener unwanted, Listeners found) {
        return expecting(
                namespace,
                "not to listen on %s port %s%nbut %s",
                IpAddress.text(unwanted.address()),
                unwanted.port(),
                listenedOn(found.all()));
    }

    /** Says that nobody listens there only because nobody can. */
    public static ErrorMessageFactory shouldHaveAddressWithoutListener(
            String namespace, Listener unwanted, List<Interface> interfaces) {
        String address = IpAddress.text(unwanted.address());
        return expecting(
                namespace,
                "not to listen on %s port %s%nbut %s is no address of %s, where nobody could listen on it. Its addresses are:%n%s",
                address,
                unwanted.port(),
                address,
                namespace,
                indented(interfaces.stream()
                        .flatMap(link -> link.addresses().stream().map(each -> each + " (" + link.name() + ")"))
                        .collect(Collectors.joining("\n"))));
    }

    private static String listenedOn(List<Listener> all) {
        return all.isEmpty()
                ? "it does not listen on any TCP port."
                : "the addresses and ports listened on are:%n".formatted()
                        + indented(all.stream().map(Listener::toString).collect(Collectors.joining("\n")));
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
