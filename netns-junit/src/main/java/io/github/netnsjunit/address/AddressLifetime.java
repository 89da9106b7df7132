package io.github.netnsjunit.address;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long an interface has an address (RFC 4862, section 5.5.4). The kernel counts in seconds, and of an address that it lists it tells what
 * is left.
 *
 * @param valid after this time the kernel removes the address: 0 s to 136 years; {@code null} for never
 * @param preferred after this time new connections take another address, if there is one, as from the start with 0 s; {@code null} for never.
 *     The kernel refuses one that is longer than {@code valid}. {@link LinkAddress#parse} checks that, and that {@code valid} is more
 *     than 0 s; this constructor does not, because it also takes what the kernel lists
 */
public record AddressLifetime(
        @Nullable Duration valid, @Nullable Duration preferred) {

    /** For ever, which is usual. */
    public static final AddressLifetime FOREVER = new AddressLifetime(null, null);

    /** The kernel's number for ever. */
    private static final long INFINITE = 0xFFFF_FFFFL;

    public AddressLifetime {
        check(valid, "valid_lft");
        check(preferred, "preferred_lft");
    }

    private static void check(@Nullable Duration time, String name) {
        if (time != null
                && (time.isNegative()
                        || time.toSeconds() >= INFINITE
                        || !time.equals(Duration.ofSeconds(time.toSeconds())))) {
            throw new IllegalArgumentException(
                    name + " [" + time + "] is not 0 to " + (INFINITE - 1) + " whole seconds, nor forever");
        }
    }

    /**
     * Checks the lifetime of an address that is to be added. What is left of one that the kernel lists may be nothing.
     *
     * @throws IllegalArgumentException if the kernel would refuse it
     */
    void checkNew() {
        if (Objects.equals(valid, Duration.ZERO)) {
            throw new IllegalArgumentException("valid_lft [0] would remove the address before it is there");
        }
        if (valid != null && (preferred == null || preferred.compareTo(valid) > 0)) {
            throw new IllegalArgumentException("preferred_lft [" + text(preferred) + "] is longer than valid_lft ["
                    + text(valid) + "], which removes the address");
        }
    }

    /** What the kernel says of a time: a number of seconds, of 32 bits. */
    public static AddressLifetime ofKernel(int valid, int preferred) {
        return new AddressLifetime(ofKernel(valid), ofKernel(preferred));
    }

    private static @Nullable Duration ofKernel(int seconds) {
        return seconds == (int) INFINITE ? null : Duration.ofSeconds(Integer.toUnsignedLong(seconds));
    }

    /** The number that the kernel takes for a time: seconds, in 32 bits. */
    public static int forKernel(@Nullable Duration time) {
        return (int) (time == null ? INFINITE : time.toSeconds());
    }

    /** Whether new connections take another address now, if there is one ({@code deprecated} of {@code ip address}). */
    public boolean isDeprecated() {
        return Objects.equals(preferred, Duration.ZERO);
    }

    /** Whether an address that was given this lifetime may by now have another one: its times have run down. */
    public boolean mayHaveBecome(AddressLifetime later) {
        return mayHaveBecome(valid, later.valid) && mayHaveBecome(preferred, later.preferred);
    }

    private static boolean mayHaveBecome(@Nullable Duration before, @Nullable Duration later) {
        if (before == null || later == null) {
            return Objects.equals(before, later);
        }
        return later.compareTo(before) <= 0;
    }

    private static String text(@Nullable Duration time) {
        return time == null ? "forever" : time.toSeconds() + "sec";
    }

    /** As {@code ip address} prints it: {@code valid_lft 60sec preferred_lft 30sec}. */
    @Override
    public String toString() {
        return "valid_lft " + text(valid) + " preferred_lft " + text(preferred);
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressLifetime that
                && Objects.equals(valid, that.valid)
                && Objects.equals(preferred, that.preferred);
    }

    @Override
    public int hashCode() {
        return Objects.hash(valid, preferred);
    }
}
