package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.Key;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link WireGuardLink} knows of another one. Its keys, its addresses and where it is reached follow from the topology.
 *
 * @param name its namespace, in which it has the same name as this one; with another name {@code blue:wg1}
 * @param allowedIps what else is reached through it, besides its own addresses, such as {@code 10.1.0.0/16}
 * @param endpoint where it is reached, as an address, with port 0 for its own one; {@code null} for an address of its namespace
 * @param awaited whether it is only reached once it has sent something, so that this one knows no endpoint
 * @param keepalive after which time without packets this one sends one, so that a NAT remembers it: whole seconds, at most 65535; 0 for
 *     never
 * @param presharedKey a secret that the other one must have too; {@code null} for none
 * @param publicKey the public key that this one expects of it; {@code null} for its own
 */
@SuppressWarnings("exports") // addresses are read from text
public record WireGuardPeer(
        String name,
        List<Parsed<IpNetwork>> allowedIps,
        @Nullable Parsed<InetSocketAddress> endpoint,
        boolean awaited,
        Duration keepalive,
        @Nullable Parsed<WireGuardKey> presharedKey,
        @Nullable Parsed<WireGuardKey> publicKey) {

    private static final int LAST_PORT = 0xFFFF;

    public WireGuardPeer {
        requireNonNull(name, "name");
        requireNonNull(keepalive, "keepalive");
        allowedIps = List.copyOf(allowedIps);
    }

    /** The WireGuard interface of a namespace, or that of a name: {@code blue}, {@code blue:wg1}. */
    public static WireGuardPeer of(String name) {
        return new WireGuardPeer(name, List.of(), null, false, Duration.ZERO, null, null);
    }

    /** The same, and these networks are reached through it too. Each needs a route into the interface. */
    public WireGuardPeer allowedIps(String... networks) {
        List<Parsed<IpNetwork>> read = Arrays.stream(networks)
                .map(each -> Parsed.of(each, IpNetwork::parse))
                .toList();
        return new WireGuardPeer(name, read, endpoint, awaited, keepalive, presharedKey, publicKey);
    }

    /** The same, reached at an address, such as that of a NAT, and perhaps another port: {@code 203.0.113.1:4500}, {@code [fd00::1]:4500}. */
    public WireGuardPeer endpoint(String address) {
        Parsed<InetSocketAddress> read = Parsed.of(address, WireGuardPeer::parseEndpoint);
        return new WireGuardPeer(name, allowedIps, read, false, keepalive, presharedKey, publicKey);
    }

    /** The same, but this one waits until the other has sent something, as for one behind a NAT. */
    public WireGuardPeer await() {
        return new WireGuardPeer(name, allowedIps, null, true, keepalive, presharedKey, publicKey);
    }

    /** The same, but this one sends a packet at least every so often. */
    public WireGuardPeer keepalive(Duration interval) {
        return new WireGuardPeer(name, allowedIps, endpoint, awaited, interval, presharedKey, publicKey);
    }

    /** The same with a secret that the other one must have too: 32 bytes in Base64, as {@link WireGuardKey#random()} makes one. */
    public WireGuardPeer presharedKey(String key) {
        Parsed<WireGuardKey> read = Parsed.of(key, WireGuardKey::new);
        return new WireGuardPeer(name, allowedIps, endpoint, awaited, keepalive, read, publicKey);
    }

    /** The same, but this one expects that public key of it. If it has another, neither reaches the other. */
    public WireGuardPeer publicKey(String key) {
        Parsed<WireGuardKey> read = Parsed.of(key, WireGuardKey::new);
        return new WireGuardPeer(name, allowedIps, endpoint, awaited, keepalive, presharedKey, read);
    }

    private static InetSocketAddress parseEndpoint(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = text.startsWith("[") ? text.contains("]:") : colon > 0 && colon == text.indexOf(':');
        String address = hasPort ? text.substring(0, colon) : text;
        if (address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        InetAddress host = IpAddress.parse(address);
        if (!hasPort) {
            return new InetSocketAddress(host, 0);
        }
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > LAST_PORT) {
            throw new IllegalArgumentException("the port [" + port + "] is not between 1 and " + LAST_PORT);
        }
        return new InetSocketAddress(host, Integer.parseInt(port));
    }

    /** The interface that is meant. */
    Key.Link key(String sameName) {
        int colon = name.indexOf(':');
        return colon < 0
                ? new Key.Link(name, sameName)
                : new Key.Link(name.substring(0, colon), name.substring(colon + 1));
    }

    /** The same in other families. */
    WireGuardPeer in(Counterparts families) {
        return new WireGuardPeer(
                name,
                families.ofNetworks(allowedIps),
                endpoint == null ? null : families.onlySocketAddress(endpoint, WireGuardPeer::parseEndpoint),
                awaited,
                keepalive,
                presharedKey,
                publicKey);
    }

    void outline(Draft draft) {
        draft.readAll(allowedIps, "the allowed IPs of peer [" + name + "]: ");
        draft.read(endpoint, "the endpoint of peer [" + name + "]: ");
        draft.read(presharedKey, "the preshared key of peer [" + name + "]: ");
        draft.read(publicKey, "the public key of peer [" + name + "]: ");
    }

    void check(Consumer<String> mistake) {
        if (keepalive.isNegative() || keepalive.toSeconds() > LAST_PORT || keepalive.toMillis() % 1000 != 0) {
            mistake.accept("the keepalive [" + keepalive.toMillis() + " ms] of peer [" + name
                    + "] is not a whole number of seconds between 0 and " + LAST_PORT);
        }
    }
}
