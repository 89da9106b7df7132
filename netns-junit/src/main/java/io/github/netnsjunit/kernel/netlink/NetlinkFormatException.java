package io.github.netnsjunit.kernel.netlink;

/** Thrown by {@link MessageReader} and {@link AttributeReader} for bytes that are not a valid netlink message. */
public final class NetlinkFormatException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The message says what is wrong, and where. */
    public NetlinkFormatException(String message) {
        super(message);
    }
}
