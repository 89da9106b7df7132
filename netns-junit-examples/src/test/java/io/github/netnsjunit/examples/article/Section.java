package io.github.netnsjunit.examples.article;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.examples.DrawingFile;
import io.github.netnsjunit.examples.WebServer;
import io.github.netnsjunit.lab.Interface;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.RouteEntry;
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

/** A section of the article: its tests are the claims, and each reports the evidence for its own. */
abstract class Section {

    private TestReporter reporter;

    @BeforeEach
    void reportTo(TestReporter reporter) {
        this.reporter = reporter;
    }

    /** Reports evidence in words of its own. */
    void remark(String words) {
        reporter.publishEntry(words);
    }

    /** Reports what was done, and what one types in a shell to do the same. */
    void did(String done, String typed) {
        remark(done + "  // " + typed);
    }

    /** Reports what was asked, what one types in a shell to ask the same, and what was answered. */
    void show(String asked, String typed, Object answered) {
        did(asked, typed + "\n" + answered.toString().indent(2).stripTrailing());
    }

    /** Reports what comes of a probe. */
    void show(Probe probe, String typed) throws InterruptedException {
        show(probe.toString(), typed, probe.send());
    }

    /**
     * Reports a picture of the test's network, and checks that the one that is kept beside the sources is the same. With the machine's
     * own root namespace it looks different, and is only reported.
     */
    void showPicture(Lab lab, String file) throws IOException {
        remark("lab.topology().toText()\n" + lab.topology().toText().indent(2).stripTrailing());
        if (!lab.topology().outline().isHost("root_ns")) {
            DrawingFile.of(file).hasContent(lab.topology().toSvg());
        }
    }

    /** The claim that a host answers a ping: first as an assertion, then once more for an answer to show. */
    void pings(NetworkNamespace from, String host) throws InterruptedException {
        assertThat(from).canPing(host);
        show(Ping.of(from, host), "ping " + host);
    }

    /** The claim that a web server of another namespace, or the same, answers. */
    void getsGreeting(NetworkNamespace from, WebServer server) throws Exception {
        assertThat(from).get(server.url()).hasStatus(200).hasBody(server.greeting());
        showPage(from, server.url());
    }

    /** Reports what a web server answers. */
    void showPage(NetworkNamespace from, String url) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                from.httpClient().send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        show(
                "GET " + answer.uri() + " from " + from.name(),
                "curl " + url,
                answer.statusCode() + " " + answer.body().strip());
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
        String state = shown.name() + " (" + (shown.up() ? "up" : "down") + ")";
        return shown.addresses().isEmpty()
                ? state
                : state + ": "
                        + shown.addresses().stream().map(LinkAddress::toString).collect(Collectors.joining(", "));
    }

    static String interfaces(NetworkNamespace namespace) {
        return namespace.interfaces().stream().map(Section::picture).collect(Collectors.joining("\n"));
    }

    /** Reports the routes of IPv4, which is all the article is about. */
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
