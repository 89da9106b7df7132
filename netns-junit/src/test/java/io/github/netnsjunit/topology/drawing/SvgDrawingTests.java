package io.github.netnsjunit.topology.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.holds.ArticleNetwork;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.drawing.Svg.Rectangle;
import io.github.netnsjunit.topology.drawing.Svg.Text;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SvgDrawingTests {

    private static final String NETWORKS = "io.github.netnsjunit.topology.drawing.DrawingsTests#networks";
    /** A level piece of a cable: the point where it begins, and how far to the right it goes. */
    private static final Pattern LEVEL = Pattern.compile("(\\d+) (\\d+)H(\\d+)");

    @Test
    void hasATitleADescriptionAndASize() throws Exception {
        Svg svg = Svg.of(ArticleNetwork.TOPOLOGY);

        assertThat(svg.root().getAttribute("role")).isEqualTo("img");
        assertThat(svg.root().getAttribute("viewBox"))
                .isEqualTo("0 0 %s %s"
                        .formatted(svg.root().getAttribute("width"), svg.root().getAttribute("height")));
        assertThat(svg.root().getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("Network of root_ns, blue_ns");
        assertThat(svg.root().getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo("root_ns veth_root_ns 10.0.0.1/24 – blue_ns veth_blue_ns 10.0.0.2/24");
    }

    @ParameterizedTest
    @MethodSource(NETWORKS)
    void needsNoScriptFontOrOtherFile(Topology topology) {
        assertThat(topology.toSvg().replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("<script", "http", "href", "@import", "url(")
                .contains("@media (prefers-color-scheme: dark)");
    }

    @ParameterizedTest
    @MethodSource(NETWORKS)
    void noTextOverlapsAnotherOrABorder(Topology topology) throws Exception {
        Svg svg = Svg.of(topology);
        for (int i = 0; i < svg.texts().size(); i++) {
            Text text = svg.texts().get(i);
            for (Text other : svg.texts().subList(i + 1, svg.texts().size())) {
                assertThat(text.place().overlaps(other.place()))
                        .as("%s overlaps %s", text, other)
                        .isFalse();
            }
            for (Rectangle box : svg.rectangles()) {
                assertThat(!text.place().overlaps(box) || box.contains(text.place()))
                        .as("%s is not within %s, nor apart from it", text, box)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource(NETWORKS)
    void boxesDoNotOverlapExceptWithTheirFrame(Topology topology) throws Exception {
        List<Rectangle> boxes = Svg.of(topology).rectangles().stream()
                .filter(box -> !box.kind().equals("end"))
                .toList();
        for (int i = 0; i < boxes.size(); i++) {
            Rectangle one = boxes.get(i);
            for (Rectangle other : boxes.subList(i + 1, boxes.size())) {
                boolean frame = one.kind().equals("group") || other.kind().equals("group");
                assertThat(!one.overlaps(other) || (frame && (one.contains(other) || other.contains(one))))
                        .as("%s and %s are apart", one, other)
                        .isTrue();
            }
        }
    }

    /** Only the level pieces can cross a box: cables curve between two columns, where there are no boxes. */
    @ParameterizedTest
    @MethodSource(NETWORKS)
    void noCableCrossesABox(Topology topology) throws Exception {
        Svg svg = Svg.of(topology);
        for (String path : svg.paths()) {
            for (MatchResult piece : LEVEL.matcher(path).results().toList()) {
                int y = Integer.parseInt(piece.group(2));
                Rectangle line = new Rectangle(
                        "line", Integer.parseInt(piece.group(1)) + 1, y, Integer.parseInt(piece.group(3)) - 1, y + 1);
                assertThat(svg.rectangles())
                        .filteredOn(box -> !box.kind().equals("end"))
                        .noneMatch(box -> box.overlaps(line));
            }
        }
    }

    @Test
    void manyHostsStandInRowsWithoutCables() throws Exception {
        Svg svg = Svg.of(Networks.star(59));

        assertThat(svg.paths()).hasSize(1);
        assertThat(svg.texts()).extracting(Text::words).contains("59 hosts", "eth0 10.0.0.59/24", "at port59");
        assertThat(Integer.parseInt(svg.root().getAttribute("width"))).isLessThan(1300);
        assertThat(Integer.parseInt(svg.root().getAttribute("height"))).isLessThan(1300);
    }

    @Test
    void aCableThatIsDownIsDotted() {
        assertThat(Networks.odd().toSvg()).contains("class=\"cable down\"").contains("class=\"namespace machine\"");
        assertThat(ArticleNetwork.TOPOLOGY.toSvg()).doesNotContain("class=\"cable down\"");
    }
}
