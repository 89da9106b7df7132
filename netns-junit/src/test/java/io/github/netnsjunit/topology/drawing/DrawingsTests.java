package io.github.netnsjunit.topology.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.holds.ArticleNetwork;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all three drawings of any network have in common. */
class DrawingsTests {

    static Stream<Named<Topology>> networks() {
        return Stream.of(
                named("two namespaces", ArticleNetwork.TOPOLOGY),
                named("three hosts on a switch", Networks.star(3)),
                named("twelve boxes", Networks.routed()),
                named("sixty boxes, one switch", Networks.star(59)),
                named("sixty boxes, many cables", Networks.mesh(60, 20, 1)),
                named("sixty boxes, almost a tree", Networks.mesh(60, 2, 2)),
                named("three LANs and what they have", Networks.behindNats()),
                named("sixty hosts behind routers", Networks.campus()),
                named("a long chain of routers", Networks.chain()),
                named("odd names", Networks.odd()),
                named("nothing", Topology.of()));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void showEveryNamespaceAndAddress(Topology topology) throws Exception {
        String svg = Svg.of(topology).texts().stream().map(Svg.Text::words).collect(Collectors.joining("\n"));
        String mermaid = topology.toMermaid()
                .replace("#95;", "_")
                .replace("st#121;le", "style")
                .replace("class#68;ef", "classDef");
        String text = topology.toText();
        for (Namespace namespace : topology.outline().namespaces()) {
            assertThat(svg).contains(namespace.name());
            assertThat(mermaid).contains(namespace.name());
            assertThat(text).contains(namespace.name());
        }
        topology.outline().links().stream()
                .flatMap(link -> link.addresses().stream())
                .map(LinkAddress::toString)
                .forEach(address -> {
                    assertThat(svg).contains(address);
                    assertThat(mermaid).contains(address);
                    assertThat(text).contains(address);
                });
    }

    @ParameterizedTest
    @MethodSource("networks")
    void textTakesAtMostAHundredColumns(Topology topology) {
        assertThat(topology.toText().lines())
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(100))
                .allSatisfy(line -> assertThat(line).isEqualTo(line.stripTrailing()));
    }

    @ResourceLock(Resources.LOCALE)
    @ParameterizedTest
    @MethodSource("networks")
    void areTheSameForTheSameTopology(Topology topology) {
        Topology again = Topology.of(topology.parts());
        Locale before = Locale.getDefault();
        try {
            String svg = topology.toSvg();
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(again.toSvg()).isEqualTo(svg);
        } finally {
            Locale.setDefault(before);
        }
        assertThat(again.toText()).isEqualTo(topology.toText());
        assertThat(again.toMermaid()).isEqualTo(topology.toMermaid());
    }

    @Test
    void mermaidJoinsBoxesByTheNamesOfInterfaces() {
        assertThat(ArticleNetwork.TOPOLOGY.toMermaid()).isEqualTo("""
                        flowchart LR
                          %%{init: {"flowchart": {"wrappingWidth": 800}}}%%
                          n0["<b>root#95;ns</b><br/>veth#95;root#95;ns 10.0.0.1/24"]
                          n1["<b>blue#95;ns</b><br/>veth#95;blue#95;ns 10.0.0.2/24<br/>default via 10.0.0.1"]
                          n0 ---|"veth#95;root#95;ns – veth#95;blue#95;ns"| n1
                        """);
    }

    @Test
    void mermaidPutsManyHostsIntoOneBox() {
        assertThat(Networks.star(59).toMermaid())
                .contains("<b>lan#95;host59</b> eth0 10.0.0.59/24 at port59\"]\n  n0 === h0\n");
    }

    @Test
    void mermaidMarksTheMachineAndWhatIsDown() {
        assertThat(Networks.odd().toMermaid())
                .contains("  class n0 host\n")
                .contains(" -.-|")
                .contains("<br/>a#95;b#42;c#96;d#91;e#93; 2001:db8:1111:2222:3333:4444:5555:6666/112 10.0.0.1/32<br/>")
                .contains("#128512;名 10.7.0.2/24")
                .contains("#92;u0001#92;u0002#92;u202e#35;#34;");
    }
}
