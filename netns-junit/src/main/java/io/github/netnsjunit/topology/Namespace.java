package io.github.netnsjunit.topology;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * A network namespace in a topology. Unless the topology sets it otherwise, a fresh one takes IPv6 addresses at once
 * ({@code net.ipv6.conf.default.accept_dad} is 0), and a router sends every ICMP error that it owes ({@code net.ipv4.icmp_ratemask} and
 * {@code net.ipv6.icmp.ratelimit} are 0): what a probe is told does not depend on how many came before it.
 *
 * @param name what tests call it: letters, digits, {@code _}, {@code -} and single dots, at most 64 bytes, beginning with one of the
 *     first three. It is a host name too for those that share a link with it, and so is its lower-case form with {@code -} for
 *     {@code _}
 * @param loopback whether {@code lo} is brought up; a fresh namespace has it down
 * @param host whether this is no fresh namespace but the one that this Java process runs in
 */
public record Namespace(String name, boolean loopback, boolean host) implements Part {

    public Namespace {
        requireNonNull(name, "name");
    }

    /** A fresh namespace with {@code lo} up. */
    public static Namespace of(String name) {
        return new Namespace(name, true, false);
    }

    /** The namespace that this Java process runs in, under a name. */
    public static Namespace host(String name) {
        return new Namespace(name, true, true);
    }

    /** The same with {@code lo} left down, as the kernel makes it. */
    public Namespace withoutLoopback() {
        return new Namespace(name, false, host);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new Key.Host(name));
    }

    @Override
    public void outline(Draft draft) {
        draft.namespace(this);
    }

    @Override
    public String toString() {
        return (host ? "host namespace " : "namespace ") + name;
    }
}
