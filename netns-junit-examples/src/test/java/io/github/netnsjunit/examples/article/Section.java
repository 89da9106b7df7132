package io.github.netnsjunit.examples.article;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.examples.WebServer;
import io.github.netnsjunit.lab.Interface;
import io.github.netnsjunit.lab.InterfaceAddress;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.Route;
import io.github.netnsjunit.probe.Ping;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;

/** A section of the article: its tests are the claims, and each reports the evidence for its own. */
abstract class Section {

    private TestReporter reporter;

    @BeforeEach
    void reportTo(TestReporter reporter) {
        this.reporter = reporter;
    }

    /** Reports lines of evidence. */
    void show(String... lines) {
        reporter.publishEntry(String.join("\n", lines));
    }

    /** Reports what somebody who types into a shell of the namespace would see. */
    void show(NetworkNamespace namespace, String typed, Object seen) {
        show(namespace.name() + "$ " + typed, seen.toString().indent(2).stripTrailing());
    }

    /** The claim that a host answers a ping. */
    void pings(NetworkNamespace from, String host) throws InterruptedException {
        assertThat(from).canPing(host);
        show(from, "ping " + host, Ping.of(from, host).send());
    }

    /** The claim that a web server of another namespace, or the same, answers. */
    void getsGreeting(NetworkNamespace from, WebServer server) {
        assertThat(from).get(server.url()).hasStatus(200).hasBody(server.greeting());
        show(from, "curl " + server.url(), server.greeting());
    }

    /** The article's port, 8080; the next one that is free where the real root namespace has something there. */
    static int freePort(NetworkNamespace root) {
        Collection<Integer> taken = root.listeningPorts();
        return IntStream.rangeClosed(8080, 65_535)
                .filter(port -> !taken.contains(port))
                .findFirst()
                .orElseThrow();
    }

    static String picture(Interface shown) {
        return Stream.concat(
                        Stream.of("%-14s %-5s".formatted(shown.name(), shown.up() ? "up" : "down")),
                        shown.addresses().stream().map(InterfaceAddress::toString))
                .collect(Collectors.joining(" "))
                .stripTrailing();
    }

    static String interfaces(NetworkNamespace namespace) {
        return namespace.interfaces().stream().map(Section::picture).collect(Collectors.joining("\n"));
    }

    /** The routes for IPv4, which is all the article is about. */
    static String routes(NetworkNamespace namespace) {
        return namespace.routes().stream()
                .filter(route -> route.to().address().getAddress().length == 4)
                .map(Route::toString)
                .collect(Collectors.joining("\n"));
    }
}
