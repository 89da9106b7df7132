package io.github.netnsjunit.topology;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace in a topology. A fresh namespace has four kernel parameters that differ from the kernel's defaults, unless the
 * topology sets them: the kernel does not look for duplicates of IPv6 addresses, which takes more than a second
 * ({@code net.ipv6.conf.default.accept_dad} is 0; see {@link #withDuplicateAddressDetection()}), and ICMP errors are sent
 * without a limit ({@code net.ipv4.icmp_ratemask}, {@code net.ipv6.icmp.ratelimit} and {@code net.ipv6.icmp.ratemask} are 0), so that the answer to a probe does not
 * depend on how many probes came before it.
 *
 * @param name its name in the tests: letters, digits, {@code _}, {@code -} and single dots, at most 64 bytes; it begins with a letter, a
 *     digit or {@code _}. For all namespaces of the lab it is also a host name, and so is its lower-case form with
 *     {@code -} in place of {@code _}
 * @param loopback whether {@code lo} is brought up; the kernel makes it down
 * @param host whether this is not a fresh namespace, but the one that this Java process runs in
 * @param duplicateAddressDetection whether the kernel looks for duplicates of its IPv6 addresses; not in the host's namespace, where
 *     the machine's own parameters hold
 */
public record Namespace(String name, boolean loopback, boolean host, boolean duplicateAddressDetection)
        implements Part {

    public Namespace {
        requireNonNull(name, "name");
    }

    /** Declares a fresh namespace with {@code lo} up. */
    public static Namespace of(String name) {
        return new Namespace(name, true, false, false);
    }

    /** Gives a name to the namespace that this Java process runs in. */
    public static Namespace host(String name) {
        return new Namespace(name, true, true, false);
    }

    /** The same with {@code lo} left down, as the kernel makes it. */
    public Namespace withoutLoopback() {
        return new Namespace(name, false, host, duplicateAddressDetection);
    }

    /**
     * The same with duplicate address detection (RFC 4862) for all its IPv6 addresses, also for those that the kernel gives by itself. A
     * lab then takes 1 to 2 s longer, until the kernel knows: an address can be used, or it is {@code dadfailed}, which is no failure of
     * the lab. To ask for it for one address only, write {@code fd00::1/64 tentative}.
     */
    public Namespace withDuplicateAddressDetection() {
        return new Namespace(name, loopback, host, true);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new Key.Namespace(name));
    }

    @Override
    public void outline(Draft draft) {
        draft.namespace(this);
    }

    @Override
    public String toString() {
        return (host ? "host namespace " : "namespace ") + name;
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Namespace that
                && name.equals(that.name)
                && loopback == that.loopback
                && host == that.host
                && duplicateAddressDetection == that.duplicateAddressDetection;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, loopback, host, duplicateAddressDetection);
    }
}
