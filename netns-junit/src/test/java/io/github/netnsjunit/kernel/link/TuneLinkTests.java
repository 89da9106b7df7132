package io.github.netnsjunit.kernel.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.lab.FailingLibc;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.topology.KernelFeature;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lets each system call and each request of a change fail in turn. Each time the interface must be as it was before. */
@Tag("kernel")
@EnabledIfKernelHas(KernelFeature.OFFLOADS)
@NetNamespace("alice")
@NetNamespace("bob")
@VethPair(left = @VethEnd(namespace = "alice", name = "eth0"), right = @VethEnd(namespace = "bob", name = "eth0"))
class TuneLinkTests {

    private static final TuneLink TUNE =
            new TuneLink("eth0", 3, 0, 0, Map.of("TSO", Pattern.compile("tx-tcp.*-segmentation")));

    private static Set<String> activeFeatures() {
        return TuneLink.activeFeatures(Platform.libc(), "eth0");
    }

    @Test
    @InNamespace("alice")
    void whenAnySystemCallFailsTheInterfaceIsAsBefore(@NetNamespace("alice") NetworkNamespace alice) {
        assertNothingIsLeft(alice, (fault, number) -> fault.failCall(number, Errno.ENOMEM));
    }

    @Test
    @InNamespace("alice")
    void whenTheKernelRefusesAnyRequestTheInterfaceIsAsBefore(@NetNamespace("alice") NetworkNamespace alice) {
        assertNothingIsLeft(alice, FailingLibc::spoilRequest);
    }

    private static void assertNothingIsLeft(NetworkNamespace alice, BiConsumer<FailingLibc, Integer> failing) {
        Set<String> features = activeFeatures();
        int length = alice.interfaceNamed("eth0").queueLength();
        for (int number = 1; ; number++) {
            FailingLibc fault = new FailingLibc();
            failing.accept(fault, number);
            Throwable refusal = catchThrowable(() -> change(fault));
            fault.disarm();
            if (fault.failed() == null) {
                assertThat(refusal).isNull();
                assertThat(number).isGreaterThan(5);
                assertThat(activeFeatures()).isNotEqualTo(features);
                return;
            }
            String step = "number " + number + ", " + fault.failed();
            assertThat(refusal).as(step).isNotNull();
            assertThat(activeFeatures()).as(step).isEqualTo(features);
            assertThat(alice.interfaceNamed("eth0").queueLength()).as(step).isEqualTo(length);
        }
    }

    private static Consumer<?> change(FailingLibc fault) {
        return TUNE.make(fault.libc());
    }
}
