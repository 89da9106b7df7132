package io.github.netnsjunit.kernel.netlink;

/**
 * One message to the kernel, which can write itself. It changes something or, if it is a {@link NetlinkDump}, lists something.
 *
 * <p>{@code toString()} says for users what the request does, such as {@code add veth veth_root_ns}. The message of a failure
 * begins with it. It contains no interface indexes, because users do not know them: whoever reports the failure names the interface.
 */
public interface NetlinkRequest {

    /** The message type, {@code RTM_…} of {@code linux/rtnetlink.h}. */
    short type();

    /** The {@code NLM_F_…} flags. {@link NetlinkSocket} adds {@code NLM_F_REQUEST} and {@code NLM_F_ACK}. */
    default int flags() {
        return 0;
    }

    /**
     * How much room the answer takes in the socket's receive buffer, counted in acknowledgements. It is more than one if the kernel
     * answers with more than an acknowledgement. The buffer must hold the answers to all requests of a datagram.
     */
    default int answers() {
        return 1;
    }

    /**
     * Writes the fixed header of this type of message, such as {@code struct ifinfomsg}, and then the attributes. It must write
     * the same bytes each time.
     */
    void write(AttributeWriter out);
}
