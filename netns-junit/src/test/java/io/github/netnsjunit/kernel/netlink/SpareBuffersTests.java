package io.github.netnsjunit.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.lab.system.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpareBuffersTests {

    @Test
    void aBufferIsLentToOneBorrowerAtATime() {
        List<ByteBuffer> before =
                Stream.generate(SpareBuffers::borrow).limit(40).toList();
        before.forEach(SpareBuffers::giveBack);
        Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 40; i++) {
            assertThat(lent.add(SpareBuffers.borrow())).isTrue();
        }
        lent.forEach(SpareBuffers::giveBack);
    }

    @Test
    void aBorrowedBufferIsEmptyWhateverWasWrittenIntoItBefore() {
        ByteBuffer before = SpareBuffers.borrow();
        before.putLong(1).flip();
        SpareBuffers.giveBack(before);
        ByteBuffer next = SpareBuffers.borrow();
        assertThat(next.position()).isZero();
        assertThat(next.remaining()).isEqualTo(SpareBuffers.CAPACITY);
        assertThat(next.order()).isEqualTo(ByteOrder.nativeOrder());
        SpareBuffers.giveBack(next);
    }

    /** The parser of a list may ask another socket meanwhile, and other threads ask theirs. */
    @Test
    void socketsThatAskAtOnceGetTheirOwnAnswers() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<String>>> all =
                    threads.invokeAll(Collections.nCopies(8, (Callable<List<String>>) this::namesAskedTwice));
            for (Future<List<String>> names : all) {
                assertThat(names.get()).isNotEmpty().allMatch("lo lo"::equals);
            }
        } finally {
            threads.shutdown();
        }
    }

    private List<String> namesAskedTwice() {
        try (NetlinkSocket one = NetlinkSocket.open(Platform.libc());
                NetlinkSocket other = NetlinkSocket.open(Platform.libc())) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                one.dump(LinkMessage.dump()).stream()
                        .filter(link -> link.name().equals("lo"))
                        .forEach(link -> names.add(link.name() + " "
                                + other.dump(LinkMessage.dump()).get(0).name()));
            }
            return names;
        }
    }
}
