package io.github.netnsjunit.kernel.libc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What poll(2) is asked, and its answers: an array of {@code struct pollfd} of {@code asm-generic/poll.h}. */
final class Pollfds {

    /** The descriptor is not open. */
    static final int POLLNVAL = 0x20;

    /** {@code sizeof(struct pollfd)}: {@code int fd, short events, short revents}. */
    private static final int SIZE = 8;

    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private final ByteBuffer memory;

    Pollfds(int capacity) {
        memory = ByteBuffer.allocateDirect(SIZE * capacity).order(ByteOrder.nativeOrder());
    }

    /** Asks for the events of a descriptor, and forgets the answer to the question that stood there. */
    void ask(int place, int descriptor, int events) {
        memory.putInt(SIZE * place, descriptor)
                .putShort(SIZE * place + EVENTS, (short) events)
                .putShort(SIZE * place + REVENTS, (short) 0);
    }

    /** The events that have happened. */
    short answer(int place) {
        return memory.getShort(SIZE * place + REVENTS);
    }

    /** What poll(2) gets. */
    ByteBuffer memory() {
        return memory;
    }
}
