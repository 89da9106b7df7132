package io.github.netnsjunit.topology.drawing;

/** Something that fills a rectangle of the SVG drawing. Lengths are in pixels, unless a comment says otherwise. */
interface Shape {

    /** Between a border and what is next to it. */
    int MARGIN = 10;

    /** In letters; a longer line is broken. Every address and every interface's name fits. */
    int LONGEST_LINE = 64;

    /** In letters; a longer note is broken if the box is not wide anyway. Most IPv6 routes fit. */
    int LONGEST_NOTE = 54;

    /** The least width. */
    int width();

    int height();

    /** The distance from the upper border down to where a connection ends. */
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
