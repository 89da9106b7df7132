package io.github.netnsjunit.topology.drawing;

import io.github.netnsjunit.topology.Topology;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What an SVG drawing contains, as an XML parser reads it. */
record Svg(Element root, List<Rectangle> rectangles, List<Text> texts, List<String> paths) {

    /** A rectangle, in pixels. */
    record Rectangle(String kind, int left, int top, int right, int bottom) {

        boolean overlaps(Rectangle other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }

        boolean contains(Rectangle other) {
            return left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom;
        }
    }

    /**
     * A line of text.
     *
     * @param place where its letters are, if all letters have the same width
     */
    record Text(String words, Rectangle place) {}

    static Svg of(Topology topology) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(topology.toSvg())));
        Element root = document.getDocumentElement();
        return new Svg(
                root,
                all(root, "rect", Svg::rectangle).stream()
                        .filter(each -> !each.kind().equals("paper"))
                        .toList(),
                all(root, "text", Svg::text),
                all(root, "path", path -> path.getAttribute("d")));
    }

    private static <T> List<T> all(Element root, String tag, Function<Element, T> read) {
        List<T> all = new ArrayList<>();
        NodeList elements = root.getElementsByTagName(tag);
        for (int i = 0; i < elements.getLength(); i++) {
            all.add(read.apply((Element) elements.item(i)));
        }
        return all;
    }

    private static Rectangle rectangle(Element element) {
        if (element.getAttribute("class").equals("paper")) {
            return new Rectangle("paper", 0, 0, 0, 0);
        }
        int left = number(element, "x");
        int top = number(element, "y");
        return new Rectangle(
                element.getAttribute("class"),
                left,
                top,
                left + number(element, "width"),
                top + number(element, "height"));
    }

    private static Text text(Element element) {
        String words = element.getTextContent();
        int width = TextWidth.of(words) * SvgWriter.LETTER;
        boolean upTo = element.getAttribute("text-anchor").equals("end");
        int left = number(element, "x") - (upTo ? width : 0);
        int base = number(element, "y");
        return new Text(words, new Rectangle("text", left, base - 11, left + width, base + 4));
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }
}
