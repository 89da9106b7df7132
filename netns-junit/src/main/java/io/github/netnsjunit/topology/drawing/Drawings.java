package io.github.netnsjunit.topology.drawing;

import io.github.netnsjunit.topology.Outline;

/** The drawings of a network. Each depends on the outline alone: the same outline has the same drawing. */
public final class Drawings {

    private Drawings() {}

    /** In characters, at most 100 columns wide. */
    public static String text(Outline outline) {
        return new TextDrawing(Network.of(outline)).draw();
    }

    /** As a Mermaid flowchart. */
    public static String mermaid(Outline outline) {
        return new MermaidDrawing(Network.of(outline)).draw();
    }

    /** As an SVG document. */
    public static String svg(Outline outline) {
        return new SvgDrawing(Network.of(outline)).draw();
    }
}
