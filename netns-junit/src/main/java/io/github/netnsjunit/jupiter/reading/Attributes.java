package io.github.netnsjunit.jupiter.reading;

import io.github.netnsjunit.link.End;
import io.github.netnsjunit.route.StaticRoute;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Turns attributes that several annotations share into what the parts of a topology take. */
public final class Attributes {

    private Attributes() {}

    /** Returns null if the attribute was left empty, which is its default. */
    public static @Nullable String nullIfEmpty(String value) {
        return value.isEmpty() ? null : value;
    }

    /**
     * Reads a duration.
     *
     * @param attribute the name of the attribute, for the message
     * @throws IllegalArgumentException if the value is not a duration
     */
    public static Duration duration(String attribute, String value) {
        return DurationText.parse(value)
                .orElseThrow(() -> new IllegalArgumentException(
                        "[" + value + "] is no duration; " + attribute + " is " + DurationText.FORM));
    }

    /** Returns a route with the attributes that all routes have. */
    public static StaticRoute route(StaticRoute route, long metric, boolean onlink) {
        return onlink ? route.metric(metric).onlink() : route.metric(metric);
    }

    /** Returns the interface that an annotation describes with the attributes that all interfaces have. */
    public static End end(
            String namespace,
            String name,
            String[] addresses,
            int mtu,
            String mac,
            boolean up,
            String master,
            boolean duplicate) {
        End end = End.of(namespace, name, addresses).mtu(mtu);
        if (!mac.isEmpty()) {
            end = end.mac(mac);
        }
        if (!master.isEmpty()) {
            end = end.master(master);
        }
        if (duplicate) {
            end = end.duplicate();
        }
        return up ? end : end.down();
    }
}
