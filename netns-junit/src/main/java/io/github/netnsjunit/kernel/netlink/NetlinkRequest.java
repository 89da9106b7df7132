package io.github.netnsjunit.kernel.netlink;

/**
 * One message to the kernel: a change or, if it is a {@link NetlinkDump}, a listing. A value that knows how to write itself.
 *
 * <p>Its {@code toString()} tells a user what it does, such as {@code add veth veth_root_ns}; failures begin with it. It holds no
 * interface numbers, which a user knows nothing of: who reports the failure names the interface.
 */
public interface NetlinkRequest {

    /** The message type, {@code RTM_…} of {@code linux/rtnetlink.h}. */
    short type();

    /** The {@code NLM_F_…} flags beyond {@code NLM_F_REQUEST} and {@code NLM_F_ACK}, which {@link NetlinkSocket} adds. */
    default int flags() {
        return 0;
    }

    /**
     * How many acknowledgements it counts for: more than one where the kernel sends something larger besides. They have to fit a
     * socket's receive buffer until the whole datagram is processed.
     */
    default int answers() {
        return 1;
    }

    /** Writes the family's header and the attributes; writes the same bytes each time. */
    void write(AttributeWriter out);
}
