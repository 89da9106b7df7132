package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@EnabledIfKernelHas(KernelFeature.HOST_NAMESPACE) // the files of the interfaces are the machine's root's
@Timeout(60)
class MacvtapLinkTests {

    private static final String MAC = "020000000099";

    /** Starts a command with the few files in /dev that a container has. */
    private static final List<String> WITHOUT_FILE = List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs none /mnt && cp -a /dev/null /dev/zero /dev/random /dev/urandom /mnt && mount --move /mnt /dev"
                    + " && exec \"$@\"",
            "sh");

    private static final Topology CABLE = Topology.of(
            Namespace.of("a"),
            Namespace.of("b"),
            VethLink.between(
                    End.of("a", "eth0"), End.of("b", "eth0", "10.0.0.2/24").mac("02:00:00:00:00:02")));

    private static final MacvtapLink TAP = MacvtapLink.of("a", "tap0", "eth0").mac("02:00:00:00:00:99");

    @Test
    void readsAsIpWritesIt() {
        assertThat(TAP).hasToString("macvtap a:tap0 of eth0 mode bridge");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        List.of(MacvtapLink.of("a", "t", "eth9")),
                        "there is no interface [eth9] (below) in namespace [a]"),
                arguments(
                        List.of(MacvlanLink.of("a", "m", "eth0"), TAP.mode(MacvlanMode.PASSTHRU)),
                        "in the mode passthru it is the only one over [eth0], and [a:m] lies there too"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void isRefusedIfItCannotBeMade(List<Part> parts, String words) {
        OneMistake.assertTold(words, CABLE, parts);
    }

    @Nested
    @EnabledIfKernelHas(KernelFeature.MACVTAP)
    @Tag("kernel")
    class Opened {

        @Test
        void isAHostOnTheCableOfAnother() throws IOException {
            try (Lab lab = Lab.create(CABLE.with(TAP, MacvlanLink.of("a", "mv0", "eth0", "10.0.0.3/24")))) {
                assertThat(lab.namespace("a").interfaceNamed("tap0").kind()).isEqualTo("macvtap");
                assertAnswered(lab.namespace("a"));
                assertThat(lab.namespace("b")).canPing("10.0.0.3");
            }
        }

        @Test
        void mayLieOverTheInterfaceOfAnotherNamespace() throws IOException {
            MacvtapLink moved = MacvtapLink.of("c", "tap0", "eth0").belowIn("a").mac("02:00:00:00:00:99");
            try (Lab lab = Lab.create(CABLE.with(Namespace.of("c"), moved))) {
                assertAnswered(lab.namespace("c"));
            }
        }

        @Test
        void aReadEndsWhenTheInterfaceIsTakenAway() throws IOException {
            try (Lab lab = Lab.create(CABLE)) {
                Addition tap = lab.add(TAP);
                ByteChannel frames = lab.namespace("a").openTap("tap0");
                tap.close();
                assertThatExceptionOfType(ClosedChannelException.class)
                        .isThrownBy(() -> frames.read(ByteBuffer.allocate(2000)));
                assertThat(lab.namespace("a")).hasOnlyInterfaces("lo", "eth0");
            }
        }

        @Test
        void needsNoFileInDev() throws Exception {
            assertThat(ChildJvm.of(Asks.class).startedBy(WITHOUT_FILE).output()).contains("answered");
        }

        @Test
        void tellsWhatIsMissingWhereNoFileCanBeMade() throws Exception {
            List<String> withoutRight = List.of("setpriv", "--bounding-set", "-mknod", "--inh-caps", "-mknod");
            assertThat(ChildJvm.of(Asks.class)
                            .startedBy(WITHOUT_FILE)
                            .startedBy(withoutRight)
                            .output())
                    .contains("namespace [a], interface [tap0]: could not open the interface: mknod(")
                    .contains("is missing (udev or devtmpfs makes it; only the machine's root may make one")
                    .contains("EPERM");
        }
    }

    /** Opens a MACVTAP interface, and prints what came of it. */
    static final class Asks {
        private Asks() {}

        public static void main(String[] arguments) throws IOException {
            try (Lab lab = Lab.create(CABLE.with(TAP))) {
                assertAnswered(lab.namespace("a"));
                System.out.println("answered");
            } catch (LabException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    /** Asks for the MAC address of the host at the other end of the cable. */
    private static void assertAnswered(NetworkNamespace namespace) throws IOException {
        try (ByteChannel frames = namespace.openTap("tap0")) {
            frames.write(ByteBuffer.wrap(HexFormat.of()
                    .parseHex("ffffffffffff" + MAC + "0806" + "0001080006040001" + MAC + "0a000063" + "000000000000"
                            + "0a000002")));
            ByteBuffer frame = ByteBuffer.allocate(2000);
            do {
                frames.read(frame.clear());
            } while (frame.getShort(12) != 0x0806 || frame.getShort(20) != 2);
            assertThat(HexFormat.of().formatHex(frame.array(), 0, 28))
                    .isEqualTo(MAC + "020000000002" + "0806" + "0001080006040002" + "020000000002");
        }
    }
}
