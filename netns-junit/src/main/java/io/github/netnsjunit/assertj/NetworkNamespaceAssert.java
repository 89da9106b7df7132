package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.lab.Interface;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.system.Ports;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.Probe;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.TcpConnect;
import io.github.netnsjunit.probe.Unreachable;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.error.ErrorMessageFactory;

/**
 * Assertions about a network namespace: whom it reaches, its interfaces, routes, ports and kernel parameters. A failure shows the
 * namespace's routes and addresses; when a host is not reached, also what the kernel or a router answered.
 *
 * <p>For soft assertions use {@link NetnsSoftAssertions} or another {@link NetnsSoftAssertionsProvider}. In a proxy of AssertJ's own
 * {@code SoftAssertions} the methods that lead on ({@code get}, {@code hasInterface}, {@code cannotPing}, {@code cannotConnectTo})
 * fail at once: write {@code softly.check(() -> assertThat(blue).hasInterface("lo").isUp())} there.
 */
public class NetworkNamespaceAssert extends AbstractRoutesAssert<NetworkNamespaceAssert> {

    /** For {@link NetnsAssertions} and for AssertJ's proxies. */
    public NetworkNamespaceAssert(NetworkNamespace actual) {
        super(actual, NetworkNamespaceAssert.class);
    }

    /**
     * Verifies that a host, given by name or address, answers an echo request (ping). Of a name with several addresses, the first is
     * asked. {@linkplain #within Given time}, it sends a new request at least every second.
     *
     * <pre>{@code
     * assertThat(blue).canPing("10.0.0.1"); // passes
     * assertThat(blue).canPing("10.0.0.99"); // fails after 3 s: the host is unreachable
     * }</pre>
     *
     * @throws IllegalArgumentException if the host is blank
     */
    public NetworkNamespaceAssert canPing(String host) {
        return canReach(latest -> Ping.of(latest, host));
    }

    /**
     * Verifies that a host, given by name or address, accepts TCP connections on a port: at any of its addresses, if a name has
     * several.
     *
     * <pre>{@code
     * assertThat(blue).canConnectTo("10.0.0.1", 8080); // passes
     * assertThat(blue).canConnectTo("10.0.0.1", 81); // fails: nobody listens
     * }</pre>
     *
     * @throws IllegalArgumentException if the host is blank, or the port not between 1 and 65535
     */
    public NetworkNamespaceAssert canConnectTo(String host, int port) {
        return canReach(latest -> TcpConnect.of(latest, host, port));
    }

    /**
     * Verifies that a host does not answer an echo request, and leads to assertions about the reason. An unknown name is not
     * reached either ({@code UNKNOWN_HOST}); {@link NotReachedAssert#because because} tells that apart.
     *
     * <pre>{@code
     * assertThat(blue).cannotPing("192.168.0.194").because(Unreachable.NO_ROUTE); // passes
     * assertThat(blue).cannotPing("10.0.0.1"); // fails: it answers
     * }</pre>
     *
     * @throws IllegalArgumentException if the host is blank
     */
    public final NotReachedAssert cannotPing(String host) {
        return cannotReach(latest -> Ping.of(latest, host));
    }

    /**
     * Verifies that a host accepts a TCP connection on a port at none of its addresses, and leads to assertions about the reason. An
     * unknown name is not reached either ({@code UNKNOWN_HOST}); {@link NotReachedAssert#because because} tells that apart.
     *
     * <pre>{@code
     * assertThat(blue).cannotConnectTo("10.0.0.1", 81).because(Unreachable.REFUSED); // passes
     * assertThat(blue).cannotConnectTo("10.0.0.1", 8080); // fails: somebody listens
     * }</pre>
     *
     * @throws IllegalArgumentException if the host is blank, or the port not between 1 and 65535
     */
    public final NotReachedAssert cannotConnectTo(String host, int port) {
        return cannotReach(latest -> TcpConnect.of(latest, host, port));
    }

    /**
     * Verifies that an HTTP server answers a GET request from inside, whatever the answer is, and leads to assertions about that
     * answer. Redirects are not followed. Needs OkHttp on the class path. {@linkplain #within Given time}, it asks again until
     * there is an answer, and then again until the assertions about it hold. A host name in a URL has no underscore:
     * {@code root_ns} is {@code root-ns} there. An answer whose body is longer than 8 MiB fails.
     *
     * <pre>{@code
     * assertThat(blue).get("http://10.0.0.1:8080/").hasStatus(200); // passes
     * assertThat(blue).get("http://10.0.0.1:81/"); // fails: nobody listens
     * }</pre>
     *
     * @throws IllegalStateException if OkHttp is not on the class path
     * @throws IllegalArgumentException if it is not an HTTP or HTTPS URL
     */
    public final HttpResponseAssert get(String url) {
        requireNonNull(url, "url");
        HttpExchange exchange = HttpExchange.of(actual, url);
        return leadTo(HttpResponseAssert.class, HttpResponseAssert::new, HttpAnswer.class, exchange::ask);
    }

    /**
     * Verifies that there is an interface with this name, and leads to assertions about it.
     *
     * <pre>{@code
     * assertThat(blue).hasInterface("veth_blue_ns").isUp(); // passes
     * assertThat(blue).hasInterface("eth0"); // fails
     * }</pre>
     */
    public final InterfaceAssert hasInterface(String name) {
        requireNonNull(name, "name");
        return leadTo(
                InterfaceAssert.class,
                InterfaceAssert::new,
                Interface.class,
                watch -> find(name)
                        .map(Reading::of)
                        .orElseGet(() -> Reading.none(ShouldHaveInterface.shouldHaveInterface(actual.name(), name))));
    }

    /**
     * Verifies that there is no interface with this name.
     *
     * <pre>{@code
     * assertThat(blue).doesNotHaveInterface("eth0"); // passes
     * assertThat(blue).doesNotHaveInterface("lo"); // fails
     * }</pre>
     */
    public NetworkNamespaceAssert doesNotHaveInterface(String name) {
        requireNonNull(name, "name");
        return verify(latest -> find(name)
                .map(found -> ShouldNotHaveInterface.shouldNotHaveInterface(latest.name(), found))
                .orElse(null));
    }

    /**
     * Verifies that the interfaces have these names, in any order, and that there are no others.
     *
     * <pre>{@code
     * assertThat(blue).hasOnlyInterfaces("lo", "veth_blue_ns"); // passes
     * assertThat(blue).hasOnlyInterfaces("lo"); // fails
     * }</pre>
     */
    public NetworkNamespaceAssert hasOnlyInterfaces(String... names) {
        requireNonNull(names, "names");
        List<String> expected =
                Stream.of(names).map(each -> requireNonNull(each, "name")).toList();
        return verify(latest -> {
            List<Interface> seen = latest.interfaces();
            List<String> found = seen.stream().map(Interface::name).toList();
            return Set.copyOf(found).equals(Set.copyOf(expected))
                    ? null
                    : new Surrounded( // by the same interfaces
                            ShouldHaveOnlyInterfaces.shouldHaveOnlyInterfaces(latest.name(), expected, found),
                            () -> new Surroundings(latest.name(), latest.routes(), seen).whole());
        });
    }

    /**
     * Verifies that something inside listens on a TCP port, at whatever address.
     *
     * <pre>{@code
     * root.start("python3", "-m", "http.server", "8080");
     * assertThat(root).within(ofSeconds(5)).isListeningOn(8080); // passes
     * assertThat(root).isListeningOn(81); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if the port is not between 1 and 65535
     */
    public NetworkNamespaceAssert isListeningOn(int port) {
        Ports.check(port);
        return verify(latest -> {
            Set<Integer> all = latest.listeningPorts();
            return all.contains(port) ? null : ShouldListenOn.shouldListenOn(latest.name(), port, all);
        });
    }

    /**
     * Verifies that nothing inside listens on a TCP port, at any address.
     *
     * <pre>{@code
     * assertThat(root).isNotListeningOn(81); // passes
     * root.start("python3", "-m", "http.server", "8080").awaitListening(8080);
     * assertThat(root).isNotListeningOn(8080); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if the port is not between 1 and 65535
     */
    public NetworkNamespaceAssert isNotListeningOn(int port) {
        Ports.check(port);
        return verify(latest -> {
            Set<Integer> all = latest.listeningPorts();
            return all.contains(port) ? ShouldNotListenOn.shouldNotListenOn(latest.name(), port, all) : null;
        });
    }

    /**
     * Verifies that a kernel parameter of the namespace, below {@code net.}, has this value. White space between numbers counts as
     * one blank, whatever it is: the kernel tells of {@code 4096 131072 6291456} with tabs.
     *
     * <pre>{@code
     * assertThat(router).hasSysctl("net.ipv4.ip_forward", "1"); // passes
     * assertThat(blue).hasSysctl("net.ipv4.ip_forward", "1"); // fails: a host does not forward
     * }</pre>
     *
     * @throws IllegalArgumentException if the name is none of a parameter below {@code net.}
     */
    public NetworkNamespaceAssert hasSysctl(String name, String value) {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        return verify(latest -> {
            String found = valueOf(latest, name);
            return words(found).equals(words(value))
                    ? null
                    : ShouldHaveSysctl.shouldHaveSysctl(latest.name(), name, value, found);
        });
    }

    /**
     * Verifies that a host name has an address for code inside.
     *
     * <pre>{@code
     * assertThat(blue).canResolve("root-ns"); // passes
     * assertThat(blue).canResolve("example.org"); // fails: there is no name server
     * }</pre>
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public NetworkNamespaceAssert canResolve(String name) {
        requireNonNull(name, "name");
        return verify(latest -> {
            try {
                latest.resolve(name);
                return null;
            } catch (UnknownHostException unknown) {
                return ShouldResolve.shouldResolve(latest.name(), name, String.valueOf(unknown.getMessage()));
            }
        });
    }

    private NetworkNamespaceAssert canReach(Function<NetworkNamespace, Probe> probe) {
        Patience.Watch watch = patience().start();
        return verify(
                latest -> {
                    Attempt attempt = Attempt.at(probe.apply(latest).timeout(watch.attempt()));
                    return attempt.result() instanceof NotReached result
                            ? Surrounded.onTheWay(
                                    latest, attempt.host(), ShouldReach.shouldReach(latest.name(), attempt, result))
                            : null;
                },
                watch);
    }

    /** Leads to assertions about what is looked at until it is there, and then again until they hold. */
    private <T extends AbstractNetnsAssert<T, B>, B> T leadTo(
            Class<T> type, Function<B, T> make, Class<B> about, Function<Patience.Watch, Reading<B>> look) {
        return lead(type, make, about, () -> {
            Patience.Watch watch = patience().start();
            AtomicReference<B> found = new AtomicReference<>();
            verify(
                    latest -> {
                        Reading<B> seen = look.apply(watch);
                        found.set(seen.picture());
                        return seen.why();
                    },
                    watch);
            return new Found<>(
                    requireNonNull(found.get()), next -> next.partOf(actual).rereadFrom(look));
        });
    }

    private NotReachedAssert cannotReach(Function<NetworkNamespace, Probe> probe) {
        return lead(NotReachedAssert.class, NotReachedAssert::new, NetworkNamespace.class, () -> {
            FailedAttempts attempts =
                    FailedAttempts.of(probe.apply(actual), patience().start());
            ErrorMessageFactory failure = attempts.failureUnless(EnumSet.allOf(Unreachable.class));
            if (failure != null) {
                throw assertionError(failure);
            }
            return new Found<>(actual, next -> next.about(attempts));
        });
    }

    private static List<String> words(String value) {
        return List.of(value.strip().split("\\s+"));
    }

    private static String valueOf(NetworkNamespace namespace, String sysctl) {
        try {
            return namespace.sysctl(sysctl);
        } catch (LabException absent) {
            return "(" + absent.getMessage() + ")";
        }
    }

    private Optional<Interface> find(String name) {
        return actual.interfaces().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }
}
