package io.github.netnsjunit.lab.listing;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a namespace tracked at one moment. A value.
 *
 * @param protocol {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, or the number of another one
 * @param source who began, as the namespace sees it; the port is an identifier for ICMP, and 0 for a protocol without ports
 * @param destination whom its packets are sent to
 * @param answering who answers: another than {@code destination} if that one is translated
 * @param answered whom the answers are sent to: another than {@code source} if that one is translated
 * @param state of TCP; {@code null} for another protocol
 * @param seenReply whether an answer has come
 * @param timeLeft after which it is forgotten, if no packet comes; in whole seconds
 */
public record TrackedConnection(
        String protocol,
        InetSocketAddress source,
        InetSocketAddress destination,
        InetSocketAddress answering,
        InetSocketAddress answered,
        @Nullable State state,
        boolean seenReply,
        Duration timeLeft) {

    /** The states of TCP that are told apart; see {@code enum tcp_conntrack} of {@code linux/netfilter/nf_conntrack_tcp.h}. */
    public enum State {
        NONE,
        SYN_SENT,
        SYN_RECV,
        ESTABLISHED,
        FIN_WAIT,
        CLOSE_WAIT,
        LAST_ACK,
        TIME_WAIT,
        CLOSE,
        SYN_SENT2
    }

    /** Whether the address or the port of either side is translated. */
    public boolean isTranslated() {
        return !source.equals(answered) || !destination.equals(answering);
    }
}
