package io.github.netnsjunit.jupiter.reading;

import io.github.netnsjunit.jupiter.lifecycle.DurationText;
import io.github.netnsjunit.link.End;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What attributes of annotations mean that are left at their defaults, and what several annotations have in common. */
public final class Attributes {

    private Attributes() {}

    /** A text, or null where it was left empty. */
    public static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }

    /**
     * A duration.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static Duration duration(String attribute, String value) {
        return DurationText.parse(value)
                .orElseThrow(() -> new IllegalArgumentException(
                        "[" + value + "] is no duration; " + attribute + " is " + DurationText.FORM));
    }

    /** Numbers whose order does not matter. */
    public static Set<Integer> set(int... numbers) {
        return Arrays.stream(numbers).boxed().collect(Collectors.toSet());
    }

    /** The interface that an annotation describes. */
    public static End end(
            String namespace, String name, String[] addresses, int mtu, String mac, boolean up, String master) {
        End end = End.of(namespace, name, addresses).mtu(mtu);
        end = mac.isEmpty() ? end : end.mac(mac);
        end = master.isEmpty() ? end : end.master(master);
        return up ? end : end.down();
    }
}
