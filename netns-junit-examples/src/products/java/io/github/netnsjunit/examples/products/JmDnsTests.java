package io.github.netnsjunit.examples.products;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.Router;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hosts of one LAN find a service by multicast DNS, in one JVM; a host behind a router does not. */
// tag::mdns[]
@Lan(
        name = "office",
        subnet = "10.1.0.0/24",
        hosts = {"printer", "alice"})
@Lan(name = "lab", subnet = "10.2.0.0/24", hosts = "carol")
@Router(
        name = "router",
        lans = {"office", "lab"})
class JmDnsTests {

    private static final String PRINTERS = "_ipp._tcp.local.";

    private final List<JmDNS> responders = new ArrayList<>();

    private JmDNS start(NetworkNamespace host) throws Exception {
        JmDNS responder = host.call(() -> JmDNS.create(InetAddress.getLocalHost(), host.name()));
        responders.add(responder);
        return responder;
    }

    @Test
    void aServiceIsFoundOnItsLanAndNowhereElse(Lab lab) throws Exception {
        CompletableFuture<ServiceInfo> found = new CompletableFuture<>();
        start(lab.namespace("alice")).addServiceListener(PRINTERS, new FirstService(found));
        JmDNS carol = start(lab.namespace("carol"));

        JmDNS printer = start(lab.namespace("printer"));
        lab.namespace("printer")
                .run(() -> printer.registerService(ServiceInfo.create(PRINTERS, "second floor", 631, "")));

        ServiceInfo service = found.get(60, SECONDS);
        assertThat(service.getName()).isEqualTo("second floor");
        assertThat(service.getHostAddresses()).containsExactly("10.1.0.1");
        assertThat(service.getPort()).isEqualTo(631);
        assertThat(carol.list(PRINTERS, 1_000)).isEmpty();
    }

    /** Tells the first service that is found, with its address. */
    private record FirstService(CompletableFuture<ServiceInfo> found) implements ServiceListener {

        @Override
        public void serviceAdded(ServiceEvent event) {
            event.getDNS().requestServiceInfo(event.getType(), event.getName());
        }

        @Override
        public void serviceResolved(ServiceEvent event) {
            found.complete(event.getInfo());
        }

        @Override
        public void serviceRemoved(ServiceEvent event) {}
    }

    @AfterEach
    void stop() throws Exception {
        for (JmDNS responder : responders) {
            responder.close();
        }
    }
}
// end::mdns[]
