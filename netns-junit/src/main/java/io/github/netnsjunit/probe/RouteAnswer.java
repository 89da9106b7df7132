package io.github.netnsjunit.probe;

import io.github.netnsjunit.lab.listing.RouteEntry;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a kernel answered to a {@link RouteQuery}.
 *
 * @param namespace the name of the namespace whose kernel was asked
 * @param query the question
 * @param hops the route that decides, one entry for each of its next hops; empty if the kernel refuses the packet
 * @param refusal why it refuses; empty if it does not
 */
public record RouteAnswer(String namespace, RouteQuery query, List<RouteEntry> hops, String refusal) {

    public RouteAnswer {
        hops = List.copyOf(hops);
    }

    /** The route as {@code ip route} prints it, or why there is none. */
    @Override
    public String toString() {
        return hops.isEmpty()
                ? refusal
                : hops.stream().map(RouteEntry::toString).collect(Collectors.joining(", "));
    }
}
