package io.github.netnsjunit.topology;

/**
 * How many queues an interface has.
 *
 * @param transmit for what it sends, 1 to {@value #MOST}; 0 leaves it to the kernel
 * @param receive for what it receives, 1 to {@value #MOST}; 0 leaves it to the kernel
 */
public record LinkQueues(int transmit, int receive) {

    /** The most queues that the kernel gives an interface ({@code rtnl_create_link} of {@code net/core/rtnetlink.c}). */
    public static final int MOST = 4096;

    /** Leaves both numbers to the kernel. */
    public static final LinkQueues KERNEL_DEFAULT = new LinkQueues(0, 0);
}
