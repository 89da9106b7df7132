package io.github.netnsjunit.kernel.netlink;

import static io.github.netnsjunit.kernel.netlink.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.netnsjunit.kernel.address.AddAddress;
import io.github.netnsjunit.kernel.address.AddressMessage;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.BridgeKind;
import io.github.netnsjunit.kernel.link.LinkHeader;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.link.SetLink;
import io.github.netnsjunit.kernel.route.AddRoute;
import io.github.netnsjunit.kernel.route.RouteSpec;
import io.github.netnsjunit.kernel.route.RouteType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("a netlink socket")
@Tag("kernel")
public class NetlinkSocketTests {

    /** In {@code asm-generic/socket.h}. */
    private static final int SOL_SOCKET = 1;

    private static final int SO_RCVBUF = 8;
    private static final int LO = 1;

    /** Offset of {@code nlmsg_type} in {@code struct nlmsghdr}. */
    private static final int TYPE = 4;

    /** Offset of {@code nlmsg_flags} in {@code struct nlmsghdr}. */
    private static final int FLAGS = 6;

    private ScratchNamespace namespace;

    @BeforeEach
    void createNamespace() throws Exception {
        namespace = ScratchNamespace.create();
    }

    @AfterEach
    void closeNamespace() {
        namespace.close();
    }

    @Nested
    @DisplayName("executes requests")
    class Execute {

        @Test
        void throwsTheKernelsExplanation() throws Exception {
            var route = new AddRoute(new RouteSpec(ip("10.9.0.0"), 16, ip("10.0.0.1"), 0, 0, RouteType.UNICAST));
            NetlinkSocket socket = namespace.socket();
            var refused = catchThrowableOfType(NetlinkException.class, () -> socket.execute(route));
            assertThat(refused)
                    .hasMessage("add route 10.9.0.0/16 via 10.0.0.1: ENETUNREACH (Nexthop has invalid gateway)");
            assertThat(refused.request()).isEqualTo(route);
            assertThat(refused.errno()).isEqualTo(Errno.ENETUNREACH);
        }

        @Test
        void knowsAllRefusedRequests() throws Exception {
            NetlinkSocket socket = namespace.socket();
            List<NetlinkRequest> requests = List.of(
                    SetLink.up(9),
                    SetLink.up(LO),
                    SetLink.up(9),
                    NewLink.of(NewInterface.of(0, "br0"), new BridgeKind(false)));
            var refused = catchThrowableOfType(NetlinkException.class, () -> socket.execute(requests));
            assertThat(refused.request()).isSameAs(requests.get(0));
            assertThat(requests).filteredOn(refused::refuses).containsExactly(requests.get(0), requests.get(2));
        }

        @Test
        void namesTheAttributeThatTheKernelRefuses() throws Exception {
            NetlinkSocket socket = namespace.socket();
            var refused = catchThrowableOfType(
                    NetlinkException.class,
                    () -> socket.execute(NewLink.of(NewInterface.of(0, "a_name_too_long_"), new BridgeKind(false))));
            assertThat(refused)
                    .hasMessage(
                            "add bridge a_name_too_long_: ERANGE (Attribute failed policy validation; attribute 3)");
            assertThat(serialized(refused)).hasMessage(refused.getMessage()).returns(null, NetlinkException::request);
        }

        /** Serializes and deserializes an exception, as the forked JVM of a build tool does. */
        private static NetlinkException serialized(NetlinkException exception) throws Exception {
            var bytes = new ByteArrayOutputStream();
            try (var out = new ObjectOutputStream(bytes)) {
                out.writeObject(exception);
            }
            try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (NetlinkException) in.readObject();
            }
        }

        @Test
        void describesTheErrnoIfTheKernelDoesNotExplain() throws Exception {
            NetlinkSocket socket = namespace.socket();
            assertThatThrownBy(() -> socket.execute(SetLink.up(99)))
                    .isInstanceOf(NetlinkException.class)
                    .hasMessage("set link up: ENODEV (No such device)");
        }

        @Test
        void continuesAfterARefusalAndThrowsTheFirst() throws Exception {
            NetlinkSocket socket = namespace.socket();
            List<NetlinkRequest> requests = List.of(SetLink.up(98), SetLink.up(99), SetLink.up(LO));
            var refused = catchThrowableOfType(NetlinkException.class, () -> socket.execute(requests));
            assertThat(refused.request()).isEqualTo(SetLink.up(98));
            assertThat(onlyLink(socket).isUp()).isTrue();
        }

        @Test
        void executesThreeHundredRequests() throws Exception {
            NetlinkSocket socket = namespace.socket();
            socket.execute(IntStream.range(0, 300)
                    .mapToObj(i -> new AddAddress(LO, ip("10.1.%d.%d".formatted(i >> 8, i & 0xff)), 32))
                    .toList());
            assertThat(socket.dump(AddressMessage.dump())).hasSize(300);
        }

        @Test
        void losesNoAcknowledgementIfManyRequestsAreRefused() throws Exception {
            NetlinkSocket socket = namespace.socket();
            List<NewLink> requests = IntStream.range(0, 300)
                    .mapToObj(i -> NewLink.of(NewInterface.of(0, "a_name_too_long_" + i), new BridgeKind(false)))
                    .toList();
            var refused = catchThrowableOfType(NetlinkException.class, () -> socket.execute(requests));
            assertThat(refused.request()).isEqualTo(requests.get(0));
        }

        @Test
        void doesNothingWithoutRequests() throws Exception {
            ReceivingLibc unused = (libc, socket, data, flags) -> {
                throw new AssertionError("nothing was sent");
            };
            NetlinkSocket socket = namespace.socket(unused.asLibc());
            assertThatCode(() -> socket.execute(List.of())).doesNotThrowAnyException();
        }

        @Test
        void refusesADumpBeforeAnythingIsSent() throws Exception {
            NetlinkSocket socket = namespace.socket();
            List<NetlinkRequest> requests = List.of(SetLink.up(LO), LinkMessage.dump());
            assertThatThrownBy(() -> socket.execute(requests))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not a change: list links");
            assertThat(onlyLink(socket).isUp()).isFalse();
        }

        @Test
        void worksAfterALostAcknowledgement() throws Exception {
            NetlinkSocket socket = namespace.socket(failingFirst(Errno.ENOBUFS));
            assertThatThrownBy(() -> socket.execute(SetLink.up(LO)))
                    .isInstanceOf(LinuxException.class)
                    .hasMessageStartingWith("set link up, whose acknowledgement was lost: ENOBUFS");
            assertThat(onlyLink(socket).isUp()).isTrue();
            socket.execute(SetLink.down(LO));
            assertThat(onlyLink(socket).isUp()).isFalse();
        }

        /** Here the kernel itself drops acknowledgements, because the receive buffer is too small for all. */
        @Test
        void worksAfterTheKernelDroppedAcknowledgements() throws Exception {
            ReceivingLibc shrinking = (libc, socket, data, flags) -> {
                libc.setsockopt(socket, SOL_SOCKET, SO_RCVBUF, 1);
                return libc.recvmsg(socket, data, flags, null);
            };
            NetlinkSocket socket = namespace.socket(shrinking.asLibc());
            socket.execute(SetLink.up(LO));
            List<SetLink> requests =
                    IntStream.range(0, 60).mapToObj(i -> SetLink.up(100 + i)).toList();
            assertThatThrownBy(() -> socket.execute(requests)).hasMessageContaining("ENOBUFS");
            socket.execute(SetLink.down(LO));
            assertThat(onlyLink(socket).isUp()).isFalse();
        }

        @Test
        void keepsARefusalIfALaterDatagramFails() throws Exception {
            var asked = new AtomicInteger();
            ReceivingLibc failing = (libc, socket, data, flags) -> {
                if (asked.getAndIncrement() == 128) {
                    throw new LinuxException("recvmsg", Errno.ENOBUFS);
                }
                return libc.recvmsg(socket, data, flags, null);
            };
            NetlinkSocket socket = namespace.socket(failing.asLibc());
            List<SetLink> requests =
                    IntStream.range(0, 129).mapToObj(i -> SetLink.up(100 + i)).toList();
            assertThatThrownBy(() -> socket.execute(requests))
                    .hasMessageContaining("ENOBUFS")
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .singleElement()
                            .isInstanceOfSatisfying(
                                    NetlinkException.class,
                                    refused -> assertThat(refused.request()).isEqualTo(requests.get(0))));
        }

        @Test
        void waitsForTheAnswer() throws Exception {
            NetlinkSocket socket = namespace.socket(failingFirst(Errno.EAGAIN));
            socket.execute(SetLink.up(LO));
            assertThat(onlyLink(socket).isUp()).isTrue();
        }
    }

    @Nested
    @DisplayName("lists")
    class Dump {

        private final AtomicInteger listings = new AtomicInteger();

        @Test
        void listsAgainIfInterrupted() throws Exception {
            NetlinkSocket socket = namespace.socket(changingHeaders(1, FLAGS, Netlink.NLM_F_DUMP_INTR));
            assertThat(socket.dump(LinkMessage.dump())).hasSize(1);
            assertThat(listings).hasValue(2);
        }

        @Test
        void givesUpIfInterruptedTenTimes() throws Exception {
            NetlinkSocket socket = namespace.socket(changingHeaders(1000, FLAGS, Netlink.NLM_F_DUMP_INTR));
            assertThatThrownBy(() -> socket.dump(LinkMessage.dump()))
                    .isInstanceOf(LinuxException.class)
                    .hasMessageStartingWith("list links, whose answer was incomplete 10 times: EINTR");
            assertThat(listings).hasValue(10);
        }

        @Test
        void listsAgainAfterAnOverrun() throws Exception {
            NetlinkSocket socket = namespace.socket(changingHeaders(1, TYPE, Netlink.NLMSG_OVERRUN));
            assertThat(socket.dump(LinkMessage.dump())).hasSize(1);
            assertThat(listings).hasValue(2);
        }

        @Test
        void listsAgainIfPartsWereLost() throws Exception {
            NetlinkSocket socket = namespace.socket(failingFirst(Errno.ENOBUFS));
            assertThat(socket.dump(LinkMessage.dump())).hasSize(1);
        }

        @Test
        void listsAgainWithALargerBufferIfPartsWereTruncated() throws Exception {
            var capacities = new ArrayList<Integer>();
            ReceivingLibc truncating = (libc, socket, data, flags) -> {
                capacities.add(data.remaining());
                int length = libc.recvmsg(socket, data, flags, null);
                return data.remaining() < 50_000 ? 50_000 : length;
            };
            assertThat(namespace.socket(truncating.asLibc()).dump(LinkMessage.dump()))
                    .hasSize(1);
            assertThat(capacities).startsWith(32 * 1024).endsWith(50_000);
        }

        @Test
        void listsMoreThanFitsOneDatagram() throws Exception {
            NetlinkSocket socket = namespace.socket();
            socket.execute(IntStream.range(0, 200)
                    .mapToObj(i -> NewLink.of(NewInterface.of(0, "br" + i), new BridgeKind(false)))
                    .toList());
            assertThat(socket.dump(LinkMessage.dump())).hasSize(201);
        }

        @Test
        void throwsTheKernelsRefusal() throws Exception {
            NetlinkSocket socket = namespace.socket();
            var malformed = new NetlinkDump<>(
                    "list links wrongly", Rtnetlink.RTM_GETLINK, out -> LinkHeader.write(out, 5), LinkMessage::parse);
            assertThatThrownBy(() -> socket.dump(malformed))
                    .isInstanceOf(NetlinkException.class)
                    .hasMessage("list links wrongly: EINVAL (Filter by device index not supported for link dumps)");
        }

        @Test
        void worksAfterAMalformedAnswer() throws Exception {
            NetlinkSocket socket = namespace.socket();
            var picky = new NetlinkDump<Object>(
                    "list links",
                    Rtnetlink.RTM_GETLINK,
                    out -> LinkHeader.write(out, 0),
                    message -> message.u32(1 << 20));
            assertThatThrownBy(() -> socket.dump(picky)).isInstanceOf(NetlinkFormatException.class);
            assertThat(socket.dump(LinkMessage.dump())).hasSize(1);
        }

        /** A C library that changes a header field in the first answers: in one datagram for each of so many lists. */
        private Libc changingHeaders(int times, int offset, int value) {
            ReceivingLibc changing = (libc, socket, data, flags) -> {
                int length = libc.recvmsg(socket, data, flags, null);
                boolean links = data.getShort(TYPE) == Rtnetlink.RTM_NEWLINK;
                if (links && listings.incrementAndGet() <= times) {
                    data.putShort(offset, (short) (offset == FLAGS ? data.getShort(offset) | value : value));
                }
                return length;
            };
            return changing.asLibc();
        }
    }

    @Test
    void givesUpAfterTheTimeout() throws Exception {
        ReceivingLibc deaf = new ReceivingLibc() {
            @Override
            public int receive(Libc libc, Descriptor socket, ByteBuffer data, int flags) {
                throw new LinuxException("recvmsg", Errno.EAGAIN);
            }

            /** Returns at once what it would return after the timeout. */
            @Override
            public short[] poll(Libc libc, Descriptor[] descriptors, short events, int timeoutMillis) {
                return new short[descriptors.length];
            }
        };
        NetlinkSocket socket = namespace.socket(deaf.asLibc());
        assertThatThrownBy(() -> socket.execute(SetLink.up(LO)))
                .isInstanceOf(LinuxException.class)
                .hasMessageStartingWith("set link up, unanswered for 10 s: ETIMEDOUT");
    }

    @Test
    void namesTheSocketOptionThatAnOldKernelRefuses() {
        ReceivingLibc old = new ReceivingLibc() {
            @Override
            public int receive(Libc libc, Descriptor socket, ByteBuffer data, int flags) {
                throw new AssertionError("nothing was sent");
            }

            @Override
            public void setsockopt(Libc libc, Descriptor socket, int level, int option, int value) {
                throw new LinuxException("setsockopt(level 270)", 92);
            }
        };
        assertThatThrownBy(() -> NetlinkSocket.open(old.asLibc()))
                .isInstanceOf(LinuxException.class)
                .hasMessage("setsockopt(NETLINK_EXT_ACK): ENOPROTOOPT (Protocol not available)");
    }

    @Test
    void worksInTheNamespaceWhereItWasOpened() throws Exception {
        NetlinkSocket socket = namespace.socket();
        socket.execute(NewLink.of(NewInterface.of(7, "br0"), new BridgeKind(false)));
        assertThat(socket.dump(LinkMessage.dump()))
                .extracting(LinkMessage::name)
                .containsExactly("lo", "br0");
    }

    @Test
    void cannotBeUsedAfterItWasClosed() throws Exception {
        NetlinkSocket socket = namespace.socket();
        socket.close();
        socket.close();
        assertThatThrownBy(() -> socket.execute(SetLink.up(LO))).isInstanceOf(IllegalStateException.class);
    }

    private static LinkMessage onlyLink(NetlinkSocket socket) {
        List<LinkMessage> links = socket.dump(LinkMessage.dump());
        assertThat(links).hasSize(1);
        return links.get(0);
    }

    /** A C library that fails the first {@code recvmsg} with this errno. */
    private static Libc failingFirst(int errno) {
        var receives = new AtomicInteger();
        ReceivingLibc failing = (libc, socket, data, flags) -> {
            if (receives.getAndIncrement() == 0) {
                throw new LinuxException("recvmsg", errno);
            }
            return libc.recvmsg(socket, data, flags, null);
        };
        return failing.asLibc();
    }
}
