package io.github.netnsjunit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Networks draw themselves. */
@BlueNetwork
class DrawingTests {

    @Test
    void aNetworkIsDrawn(Lab lab) {
        // tag::draw[]
        Topology topology = lab.topology();
        String text = topology.toText(); // for a terminal, at most 100 columns wide
        String mermaid = topology.toMermaid(); // for a Markdown page
        String svg = topology.toSvg(); // for a browser, light or dark
        // end::draw[]

        assertThat(text).contains("┤ veth_blue_ns 10.0.0.2/24 │");
        assertThat(mermaid).startsWith("flowchart ");
        assertThat(svg).startsWith("<svg ");
    }

    /** The README begins with this network's picture. */
    @Test
    void theReadmeShowsIt(Lab lab) throws IOException {
        DrawingFile.firstPictureOf(Guide.README, lab.topology().toText());
    }
}
