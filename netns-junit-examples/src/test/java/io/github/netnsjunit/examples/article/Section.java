package io.github.netnsjunit.examples.article;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.examples.DrawingFile;
import io.github.netnsjunit.examples.WebServer;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.Probe;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;

/** A section of the article. Each test is one claim of the article, and reports the evidence for it. */
abstract class Section {

    private TestReporter reporter;

    @BeforeEach
    void reportTo(TestReporter reporter) {
        this.reporter = reporter;
    }

    /** Reports a sentence. */
    void remark(String text) {
        reporter.publishEntry(text);
    }

    /** Reports what the test did, and the shell command that does the same. */
    void did(String done, String command) {
        remark(done + "  // " + command);
    }

    /** Reports what the test asked, the shell command that asks the same, and the answer. */
    void show(String asked, String command, Object answered) {
        did(asked, command + "\n" + answered.toString().indent(2).stripTrailing());
    }

    /** Sends a probe and reports its result. */
    void show(Probe probe, String command) throws InterruptedException {
        show(probe.toString(), command, probe.send());
    }

    /**
     * Reports a drawing of the test's network, and checks that the drawing in the repository is the same. With the
     * machine's own root namespace the drawing looks different, so it is not compared.
     */
    void showPicture(Lab lab, String file) throws IOException {
        remark("lab.topology().toText()\n" + lab.topology().toText().indent(2).stripTrailing());
        if (!lab.topology().outline().isHost("root_ns")) {
            DrawingFile.of(file).hasContent(lab.topology().toSvg());
        }
    }

    /** Asserts that a host answers a ping. Then pings once more, to report the answer. */
    void pings(NetworkNamespace from, String host) throws InterruptedException {
        assertThat(from).canPing(host);
        show(Ping.of(from, host), "ping " + host);
    }

    /** Asserts that a web server answers with its greeting, and reports the answer. */
    void getsGreeting(NetworkNamespace from, WebServer server) throws Exception {
        assertThat(from).get(server.url()).hasStatus(200).hasBody(server.greeting());
        showPage(from, server.url());
    }

    /** Gets a page and reports the answer. */
    void showPage(NetworkNamespace from, String url) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                from.httpClient().send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        show(
                "GET " + answer.uri() + " from " + from.name(),
                "curl " + url,
                answer.statusCode() + " " + answer.body().strip());
    }

    /**
     * Returns port 8080, as in the article, or the next free port if 8080 is in use in the machine's root namespace.
     */
    static int freePort(NetworkNamespace root) {
        Collection<Integer> taken = root.listeningPorts();
        return IntStream.rangeClosed(8080, 65_535)
                .filter(port -> !taken.contains(port))
                .findFirst()
                .orElseThrow();
    }

    /** Returns a line with the name, the state and the addresses of an interface. */
    static String describe(Interface shown) {
        String state = shown.name() + " (" + (shown.up() ? "up" : "down") + ")";
        return shown.addresses().isEmpty()
                ? state
                : state + ": "
                        + shown.addresses().stream().map(LinkAddress::toString).collect(Collectors.joining(", "));
    }

    static String interfaces(NetworkNamespace namespace) {
        return namespace.interfaces().stream().map(Section::describe).collect(Collectors.joining("\n"));
    }

    /** Reports the IPv4 routes: the article is only about IPv4. */
    void showRoutes(NetworkNamespace namespace) {
        show(
                namespace.name() + ".routes(), of IPv4",
                "route",
                routes(namespace).stream().map(RouteEntry::toString).collect(Collectors.joining("\n")));
    }

    static List<RouteEntry> routes(NetworkNamespace namespace) {
        return namespace.routes().stream()
                .filter(route -> route.to().address() instanceof Inet4Address)
                .toList();
    }
}
