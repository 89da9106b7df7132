package io.github.netnsjunit.probe;

/** Numbers of the Internet's control protocols: RFC 792, RFC 4443, {@code linux/icmp.h}, {@code linux/icmpv6.h}. */
final class Icmp {

    static final int PROTOCOL = 1;
    static final int PROTOCOL_6 = 58;
    static final int PROTOCOL_TCP = 6;

    static final int ECHO_REQUEST = 8;
    static final int ECHO_REPLY = 0;
    static final int DESTINATION_UNREACHABLE = 3;
    static final int TIME_EXCEEDED = 11;
    /** Of a destination unreachable: no error of the way but a hint about the packet's size, which the kernel follows. */
    static final int FRAGMENTATION_NEEDED = 4;

    static final int ECHO_REQUEST_6 = 128;
    static final int ECHO_REPLY_6 = 129;
    static final int DESTINATION_UNREACHABLE_6 = 1;
    static final int TIME_EXCEEDED_6 = 3;

    private Icmp() {}
}
