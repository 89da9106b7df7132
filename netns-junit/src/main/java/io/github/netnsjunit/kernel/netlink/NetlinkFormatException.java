package io.github.netnsjunit.kernel.netlink;

/** Bytes that are no netlink message: the only exception that {@link MessageReader} and {@link AttributeReader} throw. */
public final class NetlinkFormatException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What was wrong, and where. */
    public NetlinkFormatException(String message) {
        super(message);
    }
}
