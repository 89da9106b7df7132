package io.github.netnsjunit.topology.drawing;

/** Something of the SVG drawing that takes a rectangle. Lengths are in pixels. */
interface Shape {

    /** The least width. */
    int width();

    int height();

    /** How far below the upper border a connection enters. */
    int entry(Connection line);

    /**
     * Draws it.
     *
     * @param to takes the elements
     * @param left the left border
     * @param top the upper border
     * @param width the width, at least {@link #width()}
     */
    void draw(SvgWriter to, int left, int top, int width);
}
