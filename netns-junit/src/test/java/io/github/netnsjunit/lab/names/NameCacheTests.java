package io.github.netnsjunit.lab.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.lab.FailingLibc;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class NameCacheTests {

    @Test
    void theWarningComesOnceEvenIfTheFirstEntriesFail() throws Exception {
        assertThat(ChildJvm.of(RefusedEntries.class).output())
                .containsOnlyOnce("WARNING: Java caches host names for the whole process");
    }

    /**
     * Looks up a name before it makes the first lab. Then it enters again and again, and each time another system call
     * fails, until none fails.
     */
    static final class RefusedEntries {
        private RefusedEntries() {}

        public static void main(String[] arguments) throws Exception {
            assertThat(InetAddress.getAllByName("localhost")[0].isLoopbackAddress())
                    .isTrue();
            FailingLibc fault = new FailingLibc();
            try (Lab lab = fault.lab(Topology.of(Namespace.of("blue_ns")))) {
                for (int number = 1; !enters(lab.namespace("blue_ns"), number, fault); number++) {
                    assertThat(number).isLessThan(100);
                }
            }
        }

        private static boolean enters(NetworkNamespace namespace, int number, FailingLibc fault) throws Exception {
            fault.failCall(number, Errno.ENOMEM);
            try {
                return namespace.call(() -> true);
            } catch (LabException refused) {
                return false;
            } finally {
                fault.disarm();
            }
        }
    }
}
