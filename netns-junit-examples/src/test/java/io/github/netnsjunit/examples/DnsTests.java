package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static io.github.netnsjunit.service.DnsAnswer.Kind.SERVFAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.netnsjunit.jupiter.DnsRecord;
import io.github.netnsjunit.jupiter.DnsRule;
import io.github.netnsjunit.jupiter.DnsServer;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.service.DnsAnswer;
import io.github.netnsjunit.service.DnsQuery;
import io.github.netnsjunit.service.DnsTransport;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A name server whose answers a test decides. */
// tag::dns[]
@Lan(
        name = "office",
        subnet = "10.1.0.0/24",
        hosts = {"alice", "bob", "ns"})
@DnsServer(
        namespace = "ns",
        records = {
            "www.example.test. 60 IN A 10.1.0.2",
            "shop.example.test. 60 IN CNAME www.example.test.",
            "_http._tcp.example.test. 60 IN SRV 0 0 8080 www.example.test."
        })
class DnsTests {

    @Test
    @InNamespace("alice")
    void javaAsksIt(@NetNamespace("ns") NetworkNamespace ns) throws Exception {
        assertThat(InetAddress.getAllByName("shop.example.test"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("10.1.0.2");
        assertThat(ns.dns().queries())
                .contains(new DnsQuery(InetAddress.getByName("10.1.0.1"), "shop.example.test", "A", DnsTransport.UDP));
    }

    @Test
    void programsAskItToo(Lab lab) {
        assertThat(lab.namespace("alice").exec("getent", "hosts", "www.example.test"))
                .extracting(result -> result.output())
                .asString()
                .startsWith("10.1.0.2");
        assertThat(lab.namespace("alice")).canPing("shop.example.test");
    }
    // end::dns[]

    // tag::live[]
    @Test
    @InNamespace("alice")
    void itsAnswersChangeWhileTheTestRuns(Lab lab, @NetNamespace("ns") NetworkNamespace ns) throws Exception {
        ns.dns()
                .once("www.example.test", DnsAnswer.of("www.example.test. 0 IN A 10.1.0.3"))
                .then("www.example.test", DnsAnswer.NXDOMAIN);
        assertThat(InetAddress.getAllByName("www.example.test"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("10.1.0.3");
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> InetAddress.getAllByName("www.example.test"));

        try (Addition more =
                lab.add(io.github.netnsjunit.service.DnsRecord.of("ns", "new.example.test. 60 IN A 10.1.0.2"))) {
            assertThat(InetAddress.getAllByName("new.example.test"))
                    .extracting(InetAddress::getHostAddress)
                    .containsExactly("10.1.0.2");
        }
    }
    // end::live[]

    // tag::script[]
    @Nested
    @Lan(
            name = "branch",
            subnet = "10.2.0.0/24",
            hosts = {"carol", "flaky"})
    @DnsServer(
            namespace = "flaky",
            resolver = "options timeout:1 attempts:2",
            records = "db.example.test. 60 IN A 10.2.0.9",
            script = {
                @DnsRule(name = "db.example.test", answer = SERVFAIL, once = true, delay = "20 ms"),
                @DnsRule(name = "db.example.test", truncated = true)
            })
    @DnsRecord(namespace = "flaky", record = "more.example.test. 60 IN A 10.2.0.8")
    class AServerThatFailsAtFirst {

        @Test
        @InNamespace("carol")
        void isAskedAgainAndThenOverTcp(@NetNamespace("flaky") NetworkNamespace flaky) throws Exception {
            assertThat(InetAddress.getAllByName("db.example.test"))
                    .extracting(InetAddress::getHostAddress)
                    .containsExactly("10.2.0.9");
            assertThat(flaky.dns().queries("db.example.test"))
                    .extracting(DnsQuery::transport)
                    .startsWith(DnsTransport.UDP)
                    .contains(DnsTransport.TCP);
            assertThat(InetAddress.getAllByName("more.example.test"))
                    .extracting(InetAddress::getHostAddress)
                    .containsExactly("10.2.0.8");
        }
    }
    // end::script[]

    // tag::alias[]
    @Test
    void anAliasMovesFromOneHostToAnother(Lab lab) {
        NetworkNamespace alice = lab.namespace("alice");
        alice.alias("db.example.test", "10.1.0.2");
        assertThat(alice).canPing("db.example.test");
        alice.alias("db.example.test", "10.1.0.77"); // nobody has it
        assertThat(alice).cannotPing("db.example.test");
    }
    // end::alias[]
    // tag::dns[]
}
// end::dns[]
