package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.assertj.error.NamespaceMessages;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.system.Listener;
import io.github.netnsjunit.lab.system.Listeners;
import io.github.netnsjunit.lab.system.ListeningPorts;
import io.github.netnsjunit.lab.system.Ports;
import io.github.netnsjunit.probe.path.Inside;
import io.github.netnsjunit.topology.KernelFeature;
import java.net.Inet6Address;
import java.util.List;

/**
 * Assertions about the TCP ports on which a namespace listens, and at which addresses.
 *
 * @param <S> the assertion's own type
 */
public abstract class AbstractPortsAssert<S extends AbstractPortsAssert<S>> extends AbstractSwitchAssert<S> {

    AbstractPortsAssert(NetworkNamespace actual, Class<?> selfType) {
        super(actual, selfType);
    }

    /**
     * Verifies that something inside listens on a TCP port, at any address. A server on {@code 127.0.0.1} is enough, although no other
     * host reaches it: see {@link #isListeningOn(String, int)}.
     *
     * <pre>{@code
     * root.start("python3", "-m", "http.server", "8080");
     * assertThat(root).within(ofSeconds(5)).isListeningOn(8080); // passes
     * assertThat(root).isListeningOn(81); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if the port is not between 1 and 65535
     */
    public S isListeningOn(int port) {
        Ports.check(port);
        return verify(latest -> {
            List<Listener> all = Inside.call(latest, ListeningPorts::listenersOfThisThread);
            return isIn(all, port) ? null : NamespaceMessages.shouldListenOn(latest.name(), port, all);
        });
    }

    /**
     * Verifies that something inside listens on a TCP port at an address. Whoever listens on all addresses counts, if the address is one
     * of the namespace. {@code 0.0.0.0} stands for all IPv4 addresses, {@code ::} for all IPv6 addresses.
     *
     * <pre>{@code
     * root.start("python3", "-m", "http.server", "8080", "--bind", "127.0.0.1");
     * assertThat(root).within(ofSeconds(5)).isListeningOn("127.0.0.1", 8080); // passes
     * assertThat(root).isListeningOn("10.0.0.1", 8080); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if it is not an address, or the port is not between 1 and 65535
     */
    public S isListeningOn(String address, int port) {
        Listener wanted = listener(address, port);
        return verify(latest -> {
            Listeners found = Inside.call(latest, () -> Listeners.on(wanted.address(), port));
            return found.found()
                    ? null
                    : NamespaceMessages.shouldListenOn(latest.name(), wanted, found, missing(wanted));
        });
    }

    /**
     * Verifies that nothing inside listens on a TCP port, whatever the address.
     *
     * <pre>{@code
     * assertThat(root).isNotListeningOn(81); // passes
     * root.start("python3", "-m", "http.server", "8080").awaitListening(8080);
     * assertThat(root).isNotListeningOn(8080); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if the port is not between 1 and 65535
     */
    public S isNotListeningOn(int port) {
        Ports.check(port);
        return verify(latest -> {
            List<Listener> all = Inside.call(latest, ListeningPorts::listenersOfThisThread);
            return isIn(all, port) ? NamespaceMessages.shouldNotListenOn(latest.name(), port, all) : null;
        });
    }

    /**
     * Verifies that nothing inside listens on a TCP port at an address of the namespace; see {@link #isListeningOn(String, int)}. Fails for
     * an address that the namespace does not have: there nobody could listen. Fails also for an IPv6 address if this Java process does
     * without IPv6: there its servers listen on IPv4 alone, even those on all addresses.
     *
     * <pre>{@code
     * root.start("python3", "-m", "http.server", "8080", "--bind", "127.0.0.1").awaitListening(8080);
     * assertThat(root).isNotListeningOn("10.0.0.1", 8080); // passes
     * assertThat(root).isNotListeningOn("127.0.0.1", 8080); // fails
     * assertThat(root).isNotListeningOn("10.0.0.77", 8080); // fails: no address of root
     * }</pre>
     *
     * @throws IllegalArgumentException if it is not an address, or the port is not between 1 and 65535
     */
    public S isNotListeningOn(String address, int port) {
        Listener unwanted = listener(address, port);
        return verify(latest -> {
            Listeners found = Inside.call(latest, () -> Listeners.on(unwanted.address(), port));
            if (found.found()) {
                return NamespaceMessages.shouldNotListenOn(latest.name(), unwanted, found);
            }
            if (!missing(unwanted).isEmpty()) {
                return NamespaceMessages.shouldHaveIPv6(latest.name(), unwanted, missing(unwanted));
            }
            return found.local()
                    ? null
                    : NamespaceMessages.shouldHaveAddressWithoutListener(latest.name(), unwanted, latest.interfaces());
        });
    }

    /** Why no server of this Java process can listen on an address; empty if one can. */
    private static String missing(Listener at) {
        return at.address() instanceof Inet6Address ? KernelFeature.IPV6.reason() : "";
    }

    private static Listener listener(String address, int port) {
        requireNonNull(address, "address");
        Ports.check(port);
        return new Listener(IpAddress.parse(address), port);
    }

    private static boolean isIn(List<Listener> listeners, int port) {
        return listeners.stream().anyMatch(each -> each.port() == port);
    }
}
