package io.github.netnsjunit.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.listing.ForwardingEntry;
import io.github.netnsjunit.topology.PortOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What hosts notice of the options of the ports that they are at. */
@Timeout(60)
@Tag("kernel")
class PortOptionsTests {

    private static final PortOptions PLAIN = PortOptions.DEFAULT;

    /** The broadcast address of the network. No host answers to it. */
    private static final String ALL = "10.0.0.255";

    private static final String GROUP = "239.1.1.1";

    private static Lab lab(PortOptions a, PortOptions b, PortOptions c) {
        return Lab.create(Star.ofThree(Star.bridge(), a, b, c));
    }

    @Test
    void isolatedPortsDoNotHearOneAnother() throws Exception {
        try (Lab lab = lab(PLAIN.withIsolation(), PLAIN.withIsolation(), PLAIN)) {
            assertThat(Star.reaches(lab, "a", "10.0.0.2")).isFalse();
            assertThat(Star.reaches(lab, "a", "10.0.0.3")).isTrue();
            assertThat(Star.reaches(lab, "c", "10.0.0.2")).isTrue();
            assertThat(Star.heardOfMany(lab, "a", ALL, "b")).isLessThan(Star.HALF);
            assertThat(Star.heardOfMany(lab, "a", ALL, "c")).isGreaterThanOrEqualTo(Star.MANY);
        }
    }

    @Test
    void aHairpinSendsFramesBackThroughThePortWhereTheyCameIn() throws Exception {
        try (Lab lab = lab(PLAIN.withHairpin(), PLAIN, PLAIN)) {
            assertThat(Star.heardOfMany(lab, "a", ALL, "a")).isGreaterThanOrEqualTo(Star.MANY);
            assertThat(Star.heardOfMany(lab, "b", ALL, "b")).isLessThan(Star.HALF);
        }
    }

    @Test
    void withoutLearningFramesToThatPortGoToAllPorts() throws Exception {
        try (Lab lab = lab(PLAIN, PLAIN.withoutLearning(), PLAIN)) {
            assertThat(Star.reaches(lab, "a", "10.0.0.2")).isTrue();
            assertThat(lab.namespace("switch_ns").forwardingTable("br0"))
                    .contains(learnt(lab, "a"))
                    .doesNotContain(learnt(lab, "b"));
            assertThat(Star.heardOfMany(lab, "a", "10.0.0.2", "c")).isGreaterThanOrEqualTo(Star.MANY);
        }
    }

    @Test
    void withoutFloodingAHostThatTheBridgeDoesNotKnowIsNotReached() throws Exception {
        try (Lab lab = lab(PLAIN, PLAIN.withoutLearning().withoutFlooding(), PLAIN.withoutFlooding())) {
            assertThat(Star.reaches(lab, "a", "10.0.0.2")).isFalse();
            assertThat(Star.reaches(lab, "a", "10.0.0.3")).isTrue(); // known by its answer to ARP
        }
    }

    @Test
    void withoutMulticastFloodingAGroupThatTheBridgeDoesNotKnowIsNotHeard() throws Exception {
        try (Lab lab = lab(PLAIN, PLAIN.withoutMulticastFlooding(), PLAIN)) {
            assertThat(Star.heardOfMany(lab, "a", GROUP, "b")).isLessThan(Star.HALF);
            assertThat(Star.heardOfMany(lab, "a", GROUP, "c")).isGreaterThanOrEqualTo(Star.MANY);
            assertThat(Star.heardOfMany(lab, "a", ALL, "b")).isGreaterThanOrEqualTo(Star.MANY);
        }
    }

    @Test
    void withoutBroadcastFloodingNobodyIsFoundByArp() throws Exception {
        try (Lab lab = lab(PLAIN, PLAIN.withoutBroadcastFlooding(), PLAIN)) {
            assertThat(Star.heardOfMany(lab, "a", ALL, "b")).isLessThan(Star.HALF);
            assertThat(Star.heardOfMany(lab, "a", ALL, "c")).isGreaterThanOrEqualTo(Star.MANY);
            assertThat(Star.reaches(lab, "a", "10.0.0.2")).isFalse();
            assertThat(Star.reaches(lab, "a", "fd00::2"))
                    .as("by multicast, not by broadcast")
                    .isTrue();
        }
    }

    /** It does not matter which end of a pair is made first, nor whether an end is up. */
    @Test
    void aPortHasItsOptionsAtEitherEndOfAPair() throws Exception {
        PortOptions all = PLAIN.withIsolation()
                .withHairpin()
                .withoutLearning()
                .withoutFlooding()
                .withoutMulticastFlooding()
                .withoutBroadcastFlooding();
        try (Lab lab = Lab.create(Star.around(Star.bridge())
                .and(VethLink.between(
                        End.of("switch_ns", "near").master("br0").port(all),
                        End.of("switch_ns", "peer").master("br0").port(all).down()))
                .topology())) {
            for (String port : new String[] {"near", "peer"}) {
                assertThat(Star.read(lab, port + "/brport/isolated")).isEqualTo("1");
                assertThat(Star.read(lab, port + "/brport/hairpin_mode")).isEqualTo("1");
                assertThat(Star.read(lab, port + "/brport/learning")).isEqualTo("0");
                assertThat(Star.read(lab, port + "/brport/unicast_flood")).isEqualTo("0");
                assertThat(Star.read(lab, port + "/brport/multicast_flood")).isEqualTo("0");
                assertThat(Star.read(lab, port + "/brport/broadcast_flood")).isEqualTo("0");
            }
            assertThat(lab.namespace("switch_ns").interfaceNamed("near").up()).isTrue();
            assertThat(lab.namespace("switch_ns").interfaceNamed("peer").up()).isFalse();
        }
    }

    private static ForwardingEntry learnt(Lab lab, String host) {
        return new ForwardingEntry(lab.namespace(host).interfaceNamed("eth0").mac(), "port_" + host, false);
    }
}
