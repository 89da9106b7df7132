package io.github.netnsjunit.topology.drawing;

import io.github.netnsjunit.topology.Outline;

/** Draws a network in three ways. The same outline always gives the same drawing. */
public final class Drawings {

    private Drawings() {}

    /** Draws in characters, at most 100 columns wide. */
    public static String text(Outline outline) {
        return new TextDrawing(Network.of(outline)).draw();
    }

    /** Draws as a Mermaid flowchart. */
    public static String mermaid(Outline outline) {
        return new MermaidDrawing(Network.of(outline)).draw();
    }

    /** Draws as an SVG document. */
    public static String svg(Outline outline) {
        return new SvgDrawing(Network.of(outline)).draw();
    }
}
