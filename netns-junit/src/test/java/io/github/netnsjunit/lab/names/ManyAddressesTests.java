package io.github.netnsjunit.lab.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ManyAddressesTests {

    private static final int MANY = 50_000;

    /** If each declared address were looked for in a list, that would be more than a billion comparisons. */
    @Test
    @Timeout(10)
    void theNamesOfAnInterfaceTakeATimeLinearInItsAddresses() {
        String[] addresses = IntStream.range(0, MANY)
                .mapToObj(i -> "10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255) + "/32")
                .toArray(String[]::new);
        Outline outline = Outline.of(
                Namespace.of("a"),
                Namespace.of("b"),
                VethLink.between(End.of("a", "eth0", addresses), End.of("b", "eth0")));
        Key.Link eth0 = new Key.Link("a", "eth0");
        List<InetAddress> living = new ArrayList<>(outline.link(eth0).orElseThrow().addresses().stream()
                .map(LinkAddress::address)
                .toList());
        Collections.reverse(living);
        LiveLink link = new LiveLink(eth0, "veth", 2, 2, 1, 0, living);

        HostsFile file = HostsFile.of(outline, List.of(link), (from, to) -> -1);

        assertThat(file.text("a").lines())
                .hasSizeGreaterThanOrEqualTo(MANY)
                .first()
                .isEqualTo("10.0.0.0 a");
    }
}
