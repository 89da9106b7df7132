package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.GenericNetlink;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.socket.Sockaddr;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Configures a WireGuard interface, as {@code wg set} does: {@code WG_CMD_SET_DEVICE} of {@code linux/wireguard.h}.
 *
 * @param family the number of the kernel's family {@code wireguard}
 * @param content writes the attributes
 */
public record SetWireGuard(int family, String description, Consumer<AttributeWriter> content)
        implements NetlinkRequest {

    /** The name of the kernel's family. */
    private static final String FAMILY = "wireguard";

    // linux/wireguard.h
    private static final int WG_GENL_VERSION = 1;
    private static final int WG_CMD_SET_DEVICE = 1;
    private static final int WGDEVICE_A_IFINDEX = 1;
    private static final int WGDEVICE_A_PRIVATE_KEY = 3;
    private static final int WGDEVICE_A_LISTEN_PORT = 6;
    private static final int WGDEVICE_A_PEERS = 8;
    private static final int WGPEER_A_PUBLIC_KEY = 1;
    private static final int WGPEER_A_PRESHARED_KEY = 2;
    private static final int WGPEER_A_ENDPOINT = 4;
    private static final int WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL = 5;
    private static final int WGPEER_A_ALLOWEDIPS = 9;
    private static final int WGALLOWEDIP_A_FAMILY = 1;
    private static final int WGALLOWEDIP_A_IPADDR = 2;
    private static final int WGALLOWEDIP_A_CIDR_MASK = 3;

    /** The type of each element of a list. */
    private static final int ELEMENT = Netlink.NLA_F_NESTED;

    /**
     * A peer of an interface.
     *
     * @param publicKey 32 bytes in Base64
     * @param presharedKey 32 bytes in Base64; null for none
     * @param endpoint where it is reached; null until it has sent something
     * @param keepalive the seconds between packets that keep the way open, 0 for none
     * @param allowed the networks that are reached through it, and whose addresses it may send from
     */
    public record Peer(
            String publicKey,
            @Nullable String presharedKey,
            @Nullable InetSocketAddress endpoint,
            int keepalive,
            List<IpNetwork> allowed) {

        void write(AttributeWriter out) {
            out.putBytes(WGPEER_A_PUBLIC_KEY, Base64.getDecoder().decode(publicKey));
            if (presharedKey != null) {
                out.putBytes(WGPEER_A_PRESHARED_KEY, Base64.getDecoder().decode(presharedKey));
            }
            if (endpoint != null) {
                var address = Sockaddr.of(endpoint.getAddress(), endpoint.getPort());
                byte[] bytes = new byte[address.remaining()];
                address.get(bytes);
                out.putBytes(WGPEER_A_ENDPOINT, bytes);
            }
            out.putShort(WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, keepalive);
            out.nested(WGPEER_A_ALLOWEDIPS | Netlink.NLA_F_NESTED, () -> {
                allowed.forEach(each -> out.nested(
                        ELEMENT,
                        () -> out.putShort(WGALLOWEDIP_A_FAMILY, Family.of(each.address()))
                                .putAddress(WGALLOWEDIP_A_IPADDR, each.address())
                                .putByte(WGALLOWEDIP_A_CIDR_MASK, each.prefixLength())));
            });
        }
    }

    /** Gives the interface its private key, 32 bytes, and the UDP port at which it listens. */
    public static SetWireGuard interfaceItself(int family, int index, byte[] privateKey, int port) {
        return new SetWireGuard(
                family,
                "set the private key and the port",
                out -> out.putInt(WGDEVICE_A_IFINDEX, index)
                        .putBytes(WGDEVICE_A_PRIVATE_KEY, privateKey)
                        .putShort(WGDEVICE_A_LISTEN_PORT, port));
    }

    /** Adds a peer. A message each, because a message has room for a limited number of them. */
    public static SetWireGuard peer(int family, int index, Peer peer) {
        return new SetWireGuard(
                family,
                "add a peer",
                out -> out.putInt(WGDEVICE_A_IFINDEX, index)
                        .nested(
                                WGDEVICE_A_PEERS | Netlink.NLA_F_NESTED,
                                () -> out.nested(ELEMENT, () -> peer.write(out))));
    }

    /** Configures an interface of the calling thread's namespace. */
    public static void configure(Libc libc, int index, byte[] privateKey, int port, List<Peer> peers) {
        try (NetlinkSocket netlink = NetlinkSocket.openForModules(libc)) {
            int family = netlink.dump(GenericNetlink.family(FAMILY)).get(0);
            List<NetlinkRequest> requests = new ArrayList<>();
            requests.add(interfaceItself(family, index, privateKey, port));
            peers.forEach(peer -> requests.add(peer(family, index, peer)));
            netlink.execute(requests);
        }
    }

    @Override
    public short type() {
        return (short) family;
    }

    @Override
    public void write(AttributeWriter out) {
        content.accept(GenericNetlink.writeHeader(out, WG_CMD_SET_DEVICE, WG_GENL_VERSION));
    }

    @Override
    public String toString() {
        return description;
    }
}
