package io.github.netnsjunit.topology;

import io.github.netnsjunit.address.Parsed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the facts of one part after the other, and makes the {@link Outline} of them. Of two facts about one thing the first counts. */
public interface Draft {

    /** There is a namespace. */
    void namespace(Namespace namespace);

    /** There is an interface. */
    void link(LinkFacts facts);

    /** An interface is a switch: its ports hear one another. */
    void bridge(Key.Link bridge, SwitchFacts facts);

    /** An interface is a port of a switch in the same namespace, if that is one. */
    void port(Key.Link port, Key.Link bridge, PortOptions options);

    /** What enters one of two interfaces comes out of the other. */
    void cable(Key.Link one, Key.Link other);

    /** An interface sends its frames through another, with this VLAN tag. */
    void tagged(Key.Link upper, Key.Link lower, int vlan);

    /** There is a route. */
    void route(RouteFacts facts);

    /**
     * The value of a text; if the text cannot be read, that becomes a mistake of the part, and the result is null.
     *
     * @param what the beginning of that mistake, such as {@code "the address of a:eth0: "}
     */
    <T> @Nullable T read(@Nullable Parsed<T> text, String what);

    /** The values of those texts that can be read; see {@link #read}. */
    default <T> List<T> readAll(List<Parsed<T>> texts, String what) {
        return texts.stream()
                .filter(text -> read(text, what) != null)
                .map(Parsed::get)
                .toList();
    }
}
