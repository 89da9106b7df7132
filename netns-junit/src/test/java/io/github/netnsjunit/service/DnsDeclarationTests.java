package io.github.netnsjunit.service;

import static io.github.netnsjunit.service.DnsAnswer.Kind.SERVFAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.jupiter.DnsRecord;
import io.github.netnsjunit.jupiter.DnsRule;
import io.github.netnsjunit.jupiter.DnsServer;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** How DNS servers are declared, by annotations too, and what is said of mistakes. */
@Timeout(60)
class DnsDeclarationTests {

    @Lan(
            name = "office",
            subnet = "10.1.0.0/24",
            hosts = {"alice", "server"})
    @DnsServer(
            namespace = "server",
            records = "www.example.test. 60 IN A 203.0.113.1",
            resolver = "options timeout:1 attempts:3",
            script = {
                @DnsRule(name = "www.example.test", answer = SERVFAIL, once = true, delay = "1 ms"),
                @DnsRule(name = "own.example.test", records = "own.example.test. 60 IN A 203.0.113.3", truncated = true)
            })
    @DnsRecord(namespace = "server", record = "more.example.test. 60 IN A 203.0.113.2")
    abstract static class Office {}

    static class AnnotatedTestCase extends Office {

        @Test
        @InNamespace("alice")
        void asks(@NetNamespace("server") NetworkNamespace server) throws Exception {
            assertThat(InetAddress.getAllByName("www.example.test"))
                    .extracting(InetAddress::getHostAddress)
                    .containsExactly("203.0.113.1");
            assertThat(InetAddress.getAllByName("more.example.test"))
                    .extracting(InetAddress::getHostAddress)
                    .containsExactly("203.0.113.2");
            assertThat(InetAddress.getAllByName("own.example.test"))
                    .extracting(InetAddress::getHostAddress)
                    .containsExactly("203.0.113.3");
            assertThatExceptionOfType(UnknownHostException.class)
                    .isThrownBy(() -> InetAddress.getAllByName("only.example.test"));
            assertThat(server.dns().queries("own.example.test"))
                    .extracting(DnsQuery::transport)
                    .contains(DnsTransport.TCP);
        }

        @Test
        @InNamespace("alice")
        @DnsRecord(namespace = "server", record = "only.example.test. 60 IN A 203.0.113.4")
        void hasARecordOfItsOwn() throws Exception {
            assertThat(InetAddress.getAllByName("only.example.test"))
                    .extracting(InetAddress::getHostAddress)
                    .containsExactly("203.0.113.4");
        }
    }

    @Test
    void isDeclaredByAnnotations() {
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter("netns.junit.leaks", "fail")
                .selectors(selectClass(AnnotatedTestCase.class))
                .execute()
                .testEvents()
                .assertStatistics(events -> events.started(2).succeeded(2));
    }

    @DnsServer(namespace = "server", records = "www.example.test. 60 IN A 203.0.113.300")
    @DnsRecord(namespace = "alice", record = "more.example.test. 60 IN A 203.0.113.2")
    static class MistakenTestCase extends OfficeWithoutServer {

        @Test
        void neverRuns() {}
    }

    @Lan(
            name = "office",
            subnet = "10.1.0.0/24",
            hosts = {"alice", "server"})
    abstract static class OfficeWithoutServer {}

    @Test
    void aMistakeNamesTheAnnotationAndItsAttribute() {
        assertThat(TestKit.failure(TestKit.run(MistakenTestCase.class)))
                .hasMessageContaining("@DnsServer(namespace = \"server\"")
                .hasMessageContaining("records: [www.example.test. 60 IN A 203.0.113.300] is no DNS record")
                .hasMessageContaining("namespace [alice] has no DNS server");
    }

    private static final Part[] OFFICE = {
        io.github.netnsjunit.link.Lan.of("office", "10.1.0.0/24", "alice", "server"), Namespace.of("lonely")
    };

    private static io.github.netnsjunit.service.DnsServer server(String... records) {
        return io.github.netnsjunit.service.DnsServer.of("server", records);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "www.example.test.",
                "www.example.test. 60 IN A",
                "www.example.test. 60 IN A 203.0.113.1 203.0.113.2",
                "www.example.test. 60 IN AAAA 203.0.113.1",
                "www.example.test. 60 IN NOTYPE 1",
                "www..test. 60 IN A 203.0.113.1",
                " 60 IN A 203.0.113.1",
                "$INCLUDE /etc/passwd",
                "a. 60 IN A 203.0.113.1\nb. 60 IN A 203.0.113.2",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test. 60 IN A 203.0.113.1"
            })
    void whatIsNoRecordIsAMistake(String text) {
        OneMistake.assertTold(
                "records: [" + text + "] is no DNS record: write its name", Topology.of(OFFICE), List.of(server(text)));
    }

    /** Parts that are mistaken in the network of {@link #OFFICE}, and what is said of each. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("clients: there is no namespace [bob]", List.of(server().clients("bob"))),
                arguments("name: [a..b] is no DNS name", List.of(server().once("a..b", DnsAnswer.SILENCE))),
                arguments(
                        "records: [b\u00fccher.test.] is no DNS name, because it is not ASCII: write [xn--bcher-kva.test.]",
                        List.of(server("b\u00fccher.test. A 192.0.2.1"))),
                arguments(
                        "name: [b\u00fccher.test] is no DNS name, because it is not ASCII: write [xn--bcher-kva.test]",
                        List.of(server().once("b\u00fccher.test", DnsAnswer.SILENCE))),
                arguments("answer to [a]: [b] is no DNS record", List.of(server().then("a", DnsAnswer.of("b")))),
                arguments("resolver: [a\nb] is not one line of resolv.conf(5)", List.of(server().resolver("a\nb"))),
                arguments(
                        "clients cannot ask it, because namespace [lonely] has no address",
                        List.of(io.github.netnsjunit.service.DnsServer.of("lonely")
                                .clients("alice"))),
                arguments(
                        "there is no namespace [nobody]", List.of(io.github.netnsjunit.service.DnsServer.of("nobody"))),
                arguments(
                        "namespace [server] has a DNS server already: add to its records with a DNS record",
                        List.of(server("a. A 192.0.2.1"), server("a. A 192.0.2.2"))),
                arguments(
                        "a test may not run a DNS server in the host's namespace",
                        List.of(Namespace.host("machine"), io.github.netnsjunit.service.DnsServer.of("machine"))));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreToldBeforeAnySystemCall(String words, List<Part> parts) {
        OneMistake.assertTold(words, Topology.of(OFFICE), parts);
    }

    @Test
    void anAnswerThatCannotBeGivenIsRefusedWhereItIsMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsAnswer.USUAL.delayedBy(Duration.ofMillis(-1)))
                .withMessageContaining("negative");
        assertThatIllegalArgumentException().isThrownBy(() -> DnsAnswer.of(DnsAnswer.Kind.RECORDS));
    }

    @Test
    void readsAsOneLine() {
        assertThat(server("www.example.test. 60 IN A 203.0.113.1")
                        .clients("alice")
                        .hosts(false)
                        .resolver("options timeout:1")
                        .once("*", DnsAnswer.SERVFAIL)
                        .then("a.test", DnsAnswer.of("a.test. A 192.0.2.1").delayedBy(Duration.ofMillis(5))))
                .hasToString(
                        "DNS server in server; www.example.test. 60 IN A 203.0.113.1; asked by alice; before the hosts files;"
                                + " options timeout:1; * once SERVFAIL; a.test then [a.test. A 192.0.2.1] after 5 ms");
        assertThat(io.github.netnsjunit.service.DnsRecord.of("server", "a. A 192.0.2.1"))
                .hasToString("DNS record of server: a. A 192.0.2.1");
    }

    @Test
    void withoutDnsjavaEverythingElseWorksAndAMessageSaysWhatToAdd() throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("dnsjava"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(ChildJvm.of(WithoutDnsjava.class).withClassPath(classPath).output())
                .contains("all else works");
    }

    /** Uses a lab without dnsjava on the class path. */
    static final class WithoutDnsjava {

        private WithoutDnsjava() {}

        public static void main(String[] arguments) {
            for (Part part : List.of(server(), io.github.netnsjunit.service.DnsRecord.of("server", "a. A 192.0.2.1"))) {
                assertThatThrownBy(() -> Topology.of(OFFICE).with(part))
                        .hasMessageContaining(
                                "add dnsjava:dnsjava:3.7.1 to the test dependencies. Missing: org/xbill/DNS/");
            }
            try (Lab lab = Lab.create(Topology.of(OFFICE))) {
                assertThatThrownBy(() -> lab.namespace("server").dns()).hasMessageContaining("has no DNS server");
                lab.namespace("server").alias("other.test", "10.1.0.1");
            }
            System.out.println("all else works");
        }
    }
}
