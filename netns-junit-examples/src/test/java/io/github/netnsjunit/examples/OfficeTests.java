package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A network that a user's own annotation declares. Other annotations add to it. */
@Office(desks = 3)
class OfficeTests {

    @Test
    void everyDeskReachesEveryOther(Lab lab) {
        assertThat(lab.namespace("desk1")).canPing("desk2").canPing("desk3");
    }

    @Test
    @NetNamespace("printer")
    @VethPair(
            left = @VethEnd(namespace = "office", name = "printer", master = "br0"),
            right = @VethEnd(namespace = "printer", name = "eth0", address = "10.1.0.100/24"))
    void aTestAddsAPrinter(Lab lab) {
        assertThat(lab.namespace("desk3")).canPing("printer");
    }

    @Office(desks = 2, network = "10.1.300")
    static class WithInvalidAddress {
        @Test
        void isNotRun() {}
    }

    @Office(desks = 300)
    static class WithTooManyDesks {
        @Test
        void isNotRun() {}
    }

    @Test
    void mistakesNameTheAnnotationAndItsPlace() {
        assertThat(failureOf(WithInvalidAddress.class))
                .hasMessageContaining("[10.1.300.1] is neither an IPv4 nor an IPv6 address")
                .hasMessageContaining(
                        "@Office(desks = 2, network = \"10.1.300\") on class OfficeTests.WithInvalidAddress");
        assertThat(failureOf(WithTooManyDesks.class))
                .hasMessage("@Office(desks = 300) on class OfficeTests.WithTooManyDesks:"
                        + " an office has 1 to 254 desks, not 300");
    }

    private static Throwable failureOf(Class<?> test) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(test))
                                .build(),
                        listener);
        return listener.getSummary().getFailures().get(0).getException();
    }
}
