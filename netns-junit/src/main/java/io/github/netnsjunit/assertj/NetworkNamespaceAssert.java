package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.assertj.attempt.Attempt;
import io.github.netnsjunit.assertj.attempt.CallSite;
import io.github.netnsjunit.assertj.attempt.ExpectedFailure;
import io.github.netnsjunit.assertj.attempt.HttpExchange;
import io.github.netnsjunit.assertj.attempt.Observation;
import io.github.netnsjunit.assertj.attempt.PendingFailure;
import io.github.netnsjunit.assertj.attempt.TimeLimit;
import io.github.netnsjunit.assertj.error.MessageWithSnapshot;
import io.github.netnsjunit.assertj.error.NamespaceMessages;
import io.github.netnsjunit.assertj.error.NetworkSnapshot;
import io.github.netnsjunit.assertj.error.RouteMessages;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.inside.LabInternals;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.Probe;
import io.github.netnsjunit.probe.RouteAnswer;
import io.github.netnsjunit.probe.RouteQuery;
import io.github.netnsjunit.probe.TcpConnect;
import io.github.netnsjunit.topology.rules.Names;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a network namespace: whom it reaches, its interfaces, routes, ports and kernel parameters. A failure shows the
 * routes and addresses of the namespace. If a host was not reached, it also shows what the kernel or a router answered.
 *
 * <p>For soft assertions use {@link NetnsSoftAssertions} or another {@link NetnsSoftAssertionsProvider}. AssertJ's own
 * {@code SoftAssertions} do not collect the failures of methods that lead to other assertions ({@code get}, {@code hasInterface}, {@code routesTo},
 * {@code cannotPing}, {@code cannotConnectTo}): these fail at once. There, write
 * {@code softly.check(() -> assertThat(blue).hasInterface("lo").isUp())}.
 */
public class NetworkNamespaceAssert extends AbstractPortsAssert<NetworkNamespaceAssert> {

    /** For {@link NetnsAssertions} and for AssertJ's proxies. */
    public NetworkNamespaceAssert(NetworkNamespace actual) {
        super(actual, NetworkNamespaceAssert.class);
    }

    /**
     * Verifies that a host, given by name or address, answers an echo request (ping). If a name has several addresses, the first
     * is asked. If {@link #within} gives time, a new request is sent at least every second.
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
     * Verifies that a host, given by name or address, accepts TCP connections on a port. If a name has several addresses, one
     * that accepts is enough.
     *
     * <pre>{@code
     * assertThat(blue).canConnectTo("10.0.0.1", 8080); // passes
     * assertThat(blue).canConnectTo("10.0.0.1", 81); // fails: nobody listens
     * }</pre>
     *
     * @throws IllegalArgumentException if the host is blank, or the port is not between 1 and 65535
     */
    public NetworkNamespaceAssert canConnectTo(String host, int port) {
        return canReach(latest -> TcpConnect.of(latest, host, port));
    }

    /**
     * Verifies that a host does not answer an echo request, at any of its addresses, and leads to assertions about the reason.
     *
     * <p>If nothing could be sent, this fails, because it says nothing about the host: {@code UNKNOWN_HOST} passes only if
     * {@link NotReachedAssert#because because} names it, and so does any reason for an address of broadcast or multicast, or a
     * link-local one without its interface. A call that ends its statement fails at once. If another call follows in the
     * chain, that call decides: {@code because(UNKNOWN_HOST)} passes, and every other assertion fails. If the result is used in another
     * way, for example kept in a variable, and no assertion follows, closing the namespace or its lab fails. So does it where the
     * caller's class file cannot be read or has no line numbers, or where the caller is Groovy.
     *
     * <pre>{@code
     * assertThat(blue).cannotPing("192.168.0.194").because(Unreachable.NO_ROUTE); // passes
     * assertThat(blue).cannotPing("10.0.0.1"); // fails: it answers
     * }</pre>
     *
     * @throws IllegalArgumentException if the host is blank
     */
    public final NotReachedAssert cannotPing(String host) {
        return cannotReach("cannotPing", latest -> Ping.of(latest, host));
    }

    /**
     * Verifies that a host accepts no TCP connection on a port, at any of its addresses, and leads to assertions about the
     * reason.
     *
     * <p>If nothing could be sent, this fails, because it says nothing about the host: {@code UNKNOWN_HOST} and {@code NO_FREE_PORT}
     * pass only if {@link NotReachedAssert#because because} names them. The same holds for an address to which the kernel never connects:
     * one of broadcast or multicast, or a link-local one without its interface; and for
     * {@code REFUSED} by an IPv6 address if this Java process does without IPv6, so that no server of its own can listen there. See {@link #cannotPing} for when that is decided.
     *
     * <pre>{@code
     * assertThat(blue).cannotConnectTo("10.0.0.1", 81).because(Unreachable.REFUSED); // passes
     * assertThat(blue).cannotConnectTo("10.0.0.1", 8080); // fails: somebody listens
     * }</pre>
     *
     * @throws IllegalArgumentException if the host is blank, or the port is not between 1 and 65535
     */
    public final NotReachedAssert cannotConnectTo(String host, int port) {
        return cannotReach("cannotConnectTo", latest -> TcpConnect.of(latest, host, port));
    }

    /**
     * Verifies that an HTTP server answers a GET request from inside the namespace, whatever the answer is, and leads to
     * assertions about that answer. Redirects are not followed. An answer with a body of more than 8 MiB counts as none. Needs
     * OkHttp on the class path.
     *
     * <p>If {@link #within} gives time, the request is repeated until there is an answer, and then until the assertions about it
     * hold. A host name in a URL cannot contain an underscore: write {@code root-ns} for {@code root_ns}.
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
        return leadToRepeated(HttpResponseAssert.class, HttpResponseAssert::new, HttpAnswer.class, exchange::ask);
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
        return leadToRepeated(
                InterfaceAssert.class,
                InterfaceAssert::new,
                Interface.class,
                countdown -> find(name)
                        .map(Observation::of)
                        .orElseGet(
                                () -> Observation.absent(NamespaceMessages.shouldHaveInterface(actual.name(), name))));
    }

    /**
     * Verifies that the kernel has a route for packets to a host, given by name or address, by all its rules and tables. The next assertions
     * are about this route. Nothing is sent.
     *
     * <pre>{@code
     * assertThat(blue).routesTo("203.0.113.1").via("10.0.0.1").through("eth0"); // passes
     * assertThat(blue).routesTo("192.0.2.1"); // fails: there is no route
     * }</pre>
     *
     * @throws IllegalArgumentException if the host is blank
     */
    public final RouteAssert routesTo(String host) {
        return routesTo(RouteQuery.to(requireNonNull(host, "host")));
    }

    /**
     * The same for a packet of which more is said: its sender, its mark, its port.
     *
     * <pre>{@code
     * assertThat(router).routesTo(RouteQuery.to("203.0.113.1").from("10.0.2.2").tcp(443)).via("10.0.2.1");
     * }</pre>
     */
    public final RouteAssert routesTo(RouteQuery packet) {
        requireNonNull(packet, "packet");
        return leadToRepeated(RouteAssert.class, RouteAssert::new, RouteAnswer.class, countdown -> {
            RouteAnswer answer = packet.ask(actual);
            return answer.hops().isEmpty()
                    ? Observation.absent(RouteMessages.shouldHaveRouteTo(answer))
                    : Observation.of(answer);
        });
    }

    /**
     * Verifies that there is no interface with this name.
     *
     * <pre>{@code
     * assertThat(blue).doesNotHaveInterface("eth0"); // passes
     * assertThat(blue).doesNotHaveInterface("lo"); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if no interface can have this name: if it has more than 15 bytes, for example
     */
    public NetworkNamespaceAssert doesNotHaveInterface(String name) {
        requireNonNull(name, "name");
        Names.checkInterface(name); // otherwise this would always pass
        return verify(latest -> find(name)
                .map(found -> NamespaceMessages.shouldNotHaveInterface(latest.name(), found))
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
            List<Interface> interfaces = latest.interfaces();
            List<String> found = interfaces.stream().map(Interface::name).toList();
            return Set.copyOf(found).equals(Set.copyOf(expected))
                    ? null
                    : new MessageWithSnapshot(
                            NamespaceMessages.shouldHaveOnlyInterfaces(latest.name(), expected, found),
                            // Shows the interfaces that failed, not those of a moment later.
                            () -> NetworkSnapshot.of(latest, interfaces).describe());
        });
    }

    /**
     * Verifies that a kernel parameter of the namespace, below {@code net.}, has this value. Any white space between numbers
     * counts as one blank: the kernel writes {@code 4096 131072 6291456} with tabs.
     *
     * <pre>{@code
     * assertThat(router).hasSysctl("net.ipv4.ip_forward", "1"); // passes
     * assertThat(blue).hasSysctl("net.ipv4.ip_forward", "1"); // fails: a host does not forward packets
     * }</pre>
     *
     * @throws IllegalArgumentException if it is not the name of a parameter below {@code net.}
     */
    public NetworkNamespaceAssert hasSysctl(String name, String value) {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        return verify(latest -> {
            String found = valueOf(latest, name);
            return splitAtSpaces(found).equals(splitAtSpaces(value))
                    ? null
                    : NamespaceMessages.shouldHaveSysctl(latest.name(), name, value, found);
        });
    }

    /**
     * Verifies that code inside the namespace gets an address for a host name.
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
                return NamespaceMessages.shouldResolve(latest.name(), name, String.valueOf(unknown.getMessage()));
            }
        });
    }

    private NetworkNamespaceAssert canReach(Function<NetworkNamespace, Probe> probe) {
        TimeLimit.Countdown countdown = timeLimit().start();
        return verify(
                latest -> Attempt.send(probe.apply(latest).timeout(countdown.attemptTimeout()))
                        .failureUnlessReached(),
                countdown);
    }

    /** Leads to assertions about something that is observed until it is there, and then again until the assertions hold. */
    private <T extends AbstractNetnsAssert<T, B>, B> T leadToRepeated(
            Class<T> type,
            Function<B, T> constructor,
            Class<B> actualType,
            Function<TimeLimit.Countdown, Observation<B>> observe) {
        return leadTo(type, constructor, actualType, () -> {
            TimeLimit.Countdown countdown = timeLimit().start();
            AtomicReference<B> found = new AtomicReference<>();
            verify(
                    latest -> {
                        Observation<B> observation = observe.apply(countdown);
                        found.set(observation.value());
                        return observation.whyAbsent();
                    },
                    countdown);
            return new Next<>(
                    requireNonNull(found.get()),
                    next -> next.showingNetworkOf(actual).rereadBy(observe));
        });
    }

    /** @param method the method that the user called, whose name tells whether its result is used */
    private NotReachedAssert cannotReach(String method, Function<NetworkNamespace, Probe> probe) {
        return leadTo(NotReachedAssert.class, NotReachedAssert::new, NetworkNamespace.class, () -> {
            ExpectedFailure expected =
                    ExpectedFailure.of(probe.apply(actual), timeLimit().start());
            throwIfAny(expected.failureIfReached(() -> CallSite.dropsResultOf(NetworkNamespaceAssert.class, method)));
            ErrorMessageFactory untried = expected.failureIfUntried();
            PendingFailure pending = untried == null ? null : new PendingFailure(assertionError(untried));
            if (pending != null) {
                LabInternals.get().onClose(actual, pending::throwOnce);
            }
            return new Next<>(actual, next -> next.about(expected, pending));
        });
    }

    private void throwIfAny(@Nullable ErrorMessageFactory failure) {
        if (failure != null) {
            throw assertionError(failure);
        }
    }

    private static List<String> splitAtSpaces(String value) {
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
