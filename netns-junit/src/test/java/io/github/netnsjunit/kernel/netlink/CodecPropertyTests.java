package io.github.netnsjunit.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.kernel.address.AddressMessage;
import io.github.netnsjunit.kernel.bridge.BridgeForwardingMessage;
import io.github.netnsjunit.kernel.bridge.BridgeMulticastMessage;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.link.SetLink;
import io.github.netnsjunit.kernel.neighbour.NeighbourMessage;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.kernel.socket.SocketMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

public class CodecPropertyTests {

    private static final int DEEPEST = 4;
    private static final List<Consumer<MessageReader>> PARSERS = List.of(
            LinkMessage::parse,
            AddressMessage::parse,
            RouteMessage::parse,
            NeighbourMessage::parse,
            BridgeForwardingMessage::parse,
            BridgeMulticastMessage::parse,
            message -> SocketMessage.parse(message, IpProtocol.IPPROTO_TCP));

    /** The parsers of messages with attributes, and the length of the header before the attributes. */
    private static final Map<Consumer<MessageReader>, Integer> HEADERS = Map.of(
            LinkMessage::parse, 16,
            AddressMessage::parse, 8,
            RouteMessage::parse, 12,
            NeighbourMessage::parse, 12,
            BridgeForwardingMessage::parse, 12,
            BridgeMulticastMessage::parse, 8);

    @Property
    void readersThrowOnlyFormatExceptionsForAnyBytes(@ForAll byte[] bytes) {
        throwsAtMostFormatException(bytes, message -> PARSERS.forEach(parser -> parser.accept(message)));
    }

    @Property
    void readersThrowOnlyFormatExceptionsForAnyPayload(
            @ForAll @Size(max = 200) byte[] payload, @ForAll short type, @ForAll short flags) {
        byte[] bytes = ByteBuffer.allocate(Netlink.NLMSG_HDRLEN + payload.length)
                .order(ByteOrder.nativeOrder())
                .putInt(Netlink.NLMSG_HDRLEN + payload.length)
                .putShort(type)
                .putShort(flags)
                .putLong(0)
                .put(payload)
                .array();
        for (Consumer<MessageReader> parser : PARSERS) {
            throwsAtMostFormatException(bytes, parser);
        }
        throwsAtMostFormatException(
                bytes,
                message -> assertThat(Acknowledgement.refusal(SetLink.up(1), message))
                        .isNotNull());
        throwsAtMostFormatException(bytes, message -> readEverything(message.attributes(0), DEEPEST));
    }

    /** Attributes with plausible types and lengths reach more of the parsers' code than random bytes do. */
    @Property
    void parsersThrowOnlyFormatExceptionsForPlausibleAttributes(
            @ForAll("families") int family, @ForAll("attributes") List<Attribute> attributes) {
        HEADERS.forEach((parser, length) -> {
            var writer = new AttributeWriter();
            writer.message(
                    request(out -> {
                        out.u32(family);
                        IntStream.range(1, length / 4).forEach(word -> out.u32(0));
                        attributes.forEach(attribute -> attribute.write(out));
                    }),
                    0,
                    0);
            var message = new MessageReader(writer.written());
            assertThat(message.next()).isTrue();
            try {
                parser.accept(message);
            } catch (NetlinkFormatException documented) {
                assertThat(documented).hasMessageMatching("(?s).+");
            }
        });
    }

    @Example
    void anAddressThatCannotExistIsAFormatException() {
        var writer = new AttributeWriter();
        writer.message(
                request(out -> {
                    out.u8(Libc.AF_INET)
                            .u8(24)
                            .u8(Rtnetlink.IFA_F_DADFAILED)
                            .u8(0)
                            .u32(1);
                    out.putBytes(Rtnetlink.IFA_LOCAL, (byte) 10, (byte) 0, (byte) 0, (byte) 1);
                }),
                0,
                0);
        var message = new MessageReader(writer.written());
        assertThat(message.next()).isTrue();
        assertThatExceptionOfType(NetlinkFormatException.class)
                .isThrownBy(() -> AddressMessage.parse(message))
                .withMessageContaining("10.0.0.1/24 dadfailed");
    }

    /** The route message is correct, except that the length of each next hop is wrong by a few bytes. */
    @Property
    void routeParserThrowsOnlyFormatExceptionsForNextHopsOfWrongLength(
            @ForAll("families") int family,
            @ForAll @Size(max = 4) List<@IntRange(min = -12, max = 12) Integer> errors,
            @ForAll("attributes") List<Attribute> attributes) {
        var writer = new AttributeWriter();
        writer.message(
                request(out -> {
                    out.u32(family).u32(0).u32(0);
                    out.nested(Rtnetlink.RTA_MULTIPATH, () -> errors.forEach(error -> nextHop(out, error, attributes)));
                }),
                0,
                0);
        var message = new MessageReader(writer.written());
        assertThat(message.next()).isTrue();
        try {
            RouteMessage route = RouteMessage.parse(message);
            assertThat(route.nextHops()).isNotEmpty();
        } catch (NetlinkFormatException documented) {
            assertThat(documented).hasMessageMatching("(?s).+");
        }
    }

    /** Writes {@code struct rtnexthop} and attributes; the length is wrong by {@code error} bytes. */
    private static void nextHop(AttributeWriter out, int error, List<Attribute> attributes) {
        int length = Rtnetlink.RTNEXTHOP_LENGTH + lengthOf(attributes) + error;
        out.u16(length).u8(0).u8(0).u32(3);
        attributes.forEach(attribute -> attribute.write(out));
    }

    private static int lengthOf(List<Attribute> attributes) {
        var writer = new AttributeWriter();
        attributes.forEach(attribute -> attribute.write(writer));
        return writer.position();
    }

    @Property
    void readsWhatWasWritten(@ForAll("attributes") List<Attribute> attributes) {
        var writer = new AttributeWriter();
        writer.message(request(out -> attributes.forEach(attribute -> attribute.write(out))), 0, 7);

        var message = new MessageReader(writer.written());
        assertThat(message.next()).isTrue();
        assertThat(message.sequence()).isEqualTo(7);
        assertThat(Attribute.read(message.attributes(0), attributes)).isEqualTo(attributes);
        assertThat(message.next()).isFalse();
    }

    @Property
    void findsTheAttributeAtAnOffset(@ForAll @IntRange(min = 1, max = 9) int depth) {
        NetlinkRequest request = request(out -> nest(out, depth));
        int innermost = Netlink.NLMSG_HDRLEN + Netlink.NLA_HDRLEN * (depth - 1);
        assertThat(AttributeWriter.attributeAt(request, innermost))
                .hasSize(depth)
                .last()
                .isEqualTo(9);
        assertThat(AttributeWriter.attributeAt(request, innermost + 1)).isEmpty();
    }

    @Example
    void refusesAnAttributeThatIsTooLongForItsLengthField() {
        var writer = new AttributeWriter();
        assertThatThrownBy(() -> writer.putBytes(3, new byte[0x10000 - Netlink.NLA_HDRLEN]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("netlink attribute 3 would be 65536 bytes long, and its 16-bit length allows 65535");
        assertThatThrownBy(() -> writer.nested(18, () -> {
                    writer.putBytes(1, new byte[40_000]);
                    writer.putBytes(2, new byte[40_000]);
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("netlink attribute 18 would be 80012 bytes long");
    }

    private static void nest(AttributeWriter out, int depth) {
        out.nested(10 - depth, () -> {
            if (depth > 1) {
                nest(out, depth - 1);
            }
        });
    }

    private static void throwsAtMostFormatException(byte[] bytes, Consumer<MessageReader> body) {
        var messages = new MessageReader(ByteBuffer.wrap(bytes));
        int steps = 0;
        try {
            while (messages.next()) {
                assertThat(++steps).isLessThanOrEqualTo(bytes.length / Netlink.NLMSG_HDRLEN);
                body.accept(messages);
            }
        } catch (NetlinkFormatException documented) {
            assertThat(documented.getMessage()).isNotEmpty();
        }
    }

    private static void readEverything(AttributeReader attributes, int depth) {
        while (attributes.next()) {
            for (Consumer<AttributeReader> read : List.<Consumer<AttributeReader>>of(
                    AttributeReader::byteValue,
                    AttributeReader::intValue,
                    AttributeReader::string,
                    AttributeReader::address,
                    AttributeReader::mac,
                    attribute -> attribute.longAt(8),
                    attribute -> attribute.u16At(2),
                    attribute -> attribute.intAt(attribute.length()),
                    attribute -> attribute.addressAt(2),
                    attribute -> attribute.nested(8, attribute.longAt(0) > 0 ? 12 : 4),
                    attribute -> readEverything(attribute.nested(), depth > 0 ? depth - 1 : fail()))) {
                try {
                    read.accept(attributes);
                } catch (NetlinkFormatException documented) {
                    assertThat(documented.getMessage()).isNotEmpty();
                }
            }
        }
    }

    private static int fail() {
        throw new NetlinkFormatException("deep enough");
    }

    @Provide
    Arbitrary<Integer> families() {
        return Arbitraries.of(Rtnetlink.AF_UNSPEC, Libc.AF_INET, Libc.AF_INET6, Rtnetlink.AF_BRIDGE, 255);
    }

    @Provide
    Arbitrary<List<Attribute>> attributes() {
        return attributes(DEEPEST);
    }

    private static Arbitrary<List<Attribute>> attributes(int depth) {
        Arbitrary<Integer> types = Arbitraries.integers().between(0, 40);
        Arbitrary<Attribute> leaf = types.flatMap(type ->
                Arbitraries.bytes().list().ofMaxSize(20).map(content -> new Attribute(type, content, List.of())));
        Arbitrary<Attribute> any = depth == 0
                ? leaf
                : Arbitraries.frequencyOf(
                        Tuple.of(3, leaf),
                        Tuple.of(
                                1,
                                Arbitraries.lazy(() -> types.flatMap(type -> attributes(depth - 1)
                                        .filter(inner -> !inner.isEmpty())
                                        .map(inner -> new Attribute(type, List.of(), inner))))));
        return any.list().ofMaxSize(4);
    }

    private static NetlinkRequest request(Consumer<AttributeWriter> content) {
        return new NetlinkDump<>("test", (short) 99, content, message -> null);
    }

    /** An attribute of bytes, or of other attributes. */
    record Attribute(int type, List<Byte> content, List<Attribute> inner) {

        void write(AttributeWriter out) {
            if (inner.isEmpty()) {
                byte[] bytes = new byte[content.size()];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = content.get(i);
                }
                out.putBytes(type, bytes);
            } else {
                out.nested(type, () -> inner.forEach(each -> each.write(out)));
            }
        }

        /** Reads attributes. {@code shape} is only used to know which of them contain others. */
        static List<Attribute> read(AttributeReader reader, List<Attribute> shape) {
            var all = new ArrayList<Attribute>();
            while (reader.next()) {
                boolean nested = all.size() < shape.size()
                        && !shape.get(all.size()).inner().isEmpty();
                if (nested) {
                    var inner = read(reader.nested(), shape.get(all.size()).inner());
                    all.add(new Attribute(reader.type(), List.of(), inner));
                } else {
                    var content = new ArrayList<Byte>();
                    for (byte each : reader.bytes()) {
                        content.add(each);
                    }
                    all.add(new Attribute(reader.type(), content, List.of()));
                }
            }
            return all;
        }
    }
}
