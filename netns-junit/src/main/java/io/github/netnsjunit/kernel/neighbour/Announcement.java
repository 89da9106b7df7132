package io.github.netnsjunit.kernel.neighbour;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.kernel.socket.Sockaddr;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Tells the hosts of a link, unasked, which MAC address an address has: by gratuitous ARP (RFC 5227, 3), or an unsolicited neighbour
 * advertisement (RFC 4861, 7.2.6).
 */
public final class Announcement {

    private static final InetAddress ALL_NODES = IpAddress.parse("ff02::1");

    // linux/if_packet.h, linux/if_ether.h, linux/if_arp.h
    private static final int AF_PACKET = 17;
    private static final int ETH_P_ARP = 0x0806;
    private static final int ETH_P_IP = 0x0800;
    private static final int ARPHRD_ETHER = 1;
    private static final int ARPOP_REQUEST = 1;
    private static final int SOCKADDR_LL_LENGTH = 20;
    private static final int ARP_FRAME_LENGTH = 42;

    // linux/in.h, linux/in6.h
    private static final int IPV6_MULTICAST_HOPS = 18;
    private static final int HOP_LIMIT = 255;

    private static final int NEIGHBOUR_ADVERTISEMENT = 136;
    private static final int NEIGHBOUR_ADVERTISEMENT_LENGTH = 32;
    private static final int OVERRIDE = 0x20000000;
    private static final int OPTION_TARGET_MAC = 2;

    private Announcement() {}

    /** Sends it once from the calling thread's network namespace, through the interface with this index. */
    public static void send(Libc libc, int index, InetAddress address, MacAddress mac) {
        if (address instanceof Inet4Address) {
            sendArp(libc, index, address.getAddress(), mac.bytes());
        } else {
            sendAdvertisement(libc, index, address.getAddress(), mac.bytes());
        }
    }

    private static void sendArp(Libc libc, int index, byte[] address, byte[] mac) {
        byte[] everybody = new byte[MacAddress.LENGTH];
        Arrays.fill(everybody, (byte) 0xff);
        ByteBuffer frame = ByteBuffer.allocateDirect(ARP_FRAME_LENGTH); // network byte order, which is Java's too
        frame.put(everybody).put(mac).putShort((short) ETH_P_ARP);
        frame.putShort((short) ARPHRD_ETHER).putShort((short) ETH_P_IP);
        frame.put((byte) mac.length).put((byte) address.length).putShort((short) ARPOP_REQUEST);
        frame.put(mac).put(address).put(new byte[MacAddress.LENGTH]).put(address);
        ByteBuffer to = ByteBuffer.allocateDirect(SOCKADDR_LL_LENGTH).order(ByteOrder.nativeOrder());
        to.putShort(0, (short) AF_PACKET).putInt(4, index);
        try (Descriptor socket = libc.socket(AF_PACKET, Libc.SOCK_RAW, 0)) {
            libc.sendmsg(socket, frame.flip(), to);
        }
    }

    private static void sendAdvertisement(Libc libc, int index, byte[] address, byte[] mac) {
        ByteBuffer packet = ByteBuffer.allocateDirect(NEIGHBOUR_ADVERTISEMENT_LENGTH);
        packet.put((byte) NEIGHBOUR_ADVERTISEMENT)
                .put((byte) 0)
                .putShort((short) 0); // the kernel fills the checksum in
        packet.putInt(OVERRIDE).put(address);
        packet.put((byte) OPTION_TARGET_MAC).put((byte) 1).put(mac);
        try (Descriptor socket = libc.socket(Libc.AF_INET6, Libc.SOCK_RAW, IpProtocol.IPPROTO_ICMPV6)) {
            libc.setsockopt(socket, IpProtocol.IPPROTO_IPV6, IPV6_MULTICAST_HOPS, HOP_LIMIT);
            InetAddress allNodes = Inet6Address.getByAddress(null, ALL_NODES.getAddress(), index);
            libc.sendmsg(socket, packet.flip(), Sockaddr.of(allNodes, 0));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible); // it has 16 bytes
        }
    }
}
