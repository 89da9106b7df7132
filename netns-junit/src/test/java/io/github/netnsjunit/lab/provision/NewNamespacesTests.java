package io.github.netnsjunit.lab.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.topology.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NewNamespacesTests {

    private static final List<Namespace> NINE =
            IntStream.rangeClosed(1, 9).mapToObj(i -> Namespace.of("ns" + i)).toList();

    private final Queue<Site> made = new ConcurrentLinkedQueue<>();
    private Libc libc;

    @BeforeEach
    void findTheLibrary() {
        libc = Platform.libc();
    }

    @AfterEach
    void close() {
        made.forEach(Site::close);
    }

    private Site site(Namespace namespace) {
        libc.unshare(Libc.CLONE_NEWNET);
        Site site = Site.of(
                namespace.name(),
                false,
                libc.open("/proc/thread-self/ns/net", Libc.O_RDONLY, 0),
                NetlinkSocket.open(libc));
        made.add(site);
        return site;
    }

    @Test
    void severalThreadsMakeThem() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "there is one processor, so one thread makes them");
        CountDownLatch atOnce = new CountDownLatch(2);
        Map<String, Site> sites = Provisioner.onNewThread(() -> NewNamespaces.make(NINE, namespace -> {
            atOnce.countDown();
            try {
                assertThat(atOnce.await(10, TimeUnit.SECONDS))
                        .as("a second thread makes one meanwhile")
                        .isTrue();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            return site(namespace);
        }));
        assertThat(sites.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        NINE.stream().map(Namespace::name).toList());
        assertThat(sites).allSatisfy((name, site) -> {
            assertThat(site.name()).isEqualTo(name);
            assertThat(site.isOpen()).isTrue();
        });
    }

    @Test
    void ifOneCannotBeMadeThoseThatWereMadeAreClosed() {
        AtomicInteger asked = new AtomicInteger();
        assertThatIllegalStateException()
                .isThrownBy(() -> Provisioner.onNewThread(() -> NewNamespaces.make(NINE, namespace -> {
                    if (asked.incrementAndGet() == NINE.size()) {
                        throw new IllegalStateException("no more");
                    }
                    return site(namespace);
                })))
                .withMessage("no more");
        assertThat(made).hasSize(NINE.size() - 1).noneMatch(Site::isOpen);
    }

    @Test
    void ifOneCannotBeMadeNoMoreAreBegun() {
        List<Namespace> many = IntStream.rangeClosed(1, 300)
                .mapToObj(i -> Namespace.of("ns" + i))
                .toList();
        AtomicInteger asked = new AtomicInteger();
        assertThatIllegalStateException()
                .isThrownBy(() -> Provisioner.onNewThread(() -> NewNamespaces.make(many, namespace -> {
                    asked.incrementAndGet();
                    throw new IllegalStateException("no more");
                })))
                .withMessage("no more");
        // Each thread may have begun one before it hears of the failure.
        assertThat(asked.get()).isBetween(1, Runtime.getRuntime().availableProcessors());
    }
}
